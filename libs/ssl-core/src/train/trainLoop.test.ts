import type { OptimizerConfig } from '@assay/contracts';
import { createLeakGuard, tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { truncatedNormal, zeros } from '../layers/initialisers';
import { createScope, exportParameters, importParameters } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { createRng } from '../rng';
import { collectEvents, type TrainSetup, train } from '../testing/train';
import { DivergedError } from './divergedError';
import type { Feeds } from './feeds';
import type { TrainEvent } from './trainLoop';

const STEPS_PER_EPOCH = 4;
const SGD: OptimizerConfig = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 1e-3 };
const ADAMW: OptimizerConfig = {
  kind: 'adamw',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.05,
  layerDecay: 1,
};

/** Random numbers of step s come from the stream (seed, 'step', s), as in a real run. */
async function* batches(startStep: number): AsyncGenerator<Feeds> {
  for (let step = startStep; ; step++) {
    const rng = createRng(1, 'step', step);
    const x = Float32Array.from({ length: 8 * 3 }, () => rng.normal());
    const y = Float32Array.from(
      { length: 8 },
      (_, n) => 2 * (x[n * 3] ?? 0) - (x[n * 3 + 1] ?? 0) + 0.1 * rng.normal(),
    );
    yield {
      arrays: { x: { data: x, shape: [8, 3], dtype: 'float32' }, y: { data: y, shape: [8, 1], dtype: 'float32' } },
      pictures: 8,
    };
  }
}

/** A line through noisy points: the smallest thing that learns. */
function createRegression(config: OptimizerConfig) {
  const scope = createScope({ rng: createRng(0) });
  const weight = scope.parameter<tf.Rank.R2>({
    name: 'weight',
    shape: [3, 1],
    layout: 'linear',
    init: truncatedNormal(1),
  });
  const bias = scope.parameter<tf.Rank.R1>({ name: 'bias', shape: [1], init: zeros });
  const optimizer = createOptimizer(config, scope.parameters);
  const setup: TrainSetup = {
    training: {
      parameters: scope.parameters,
      trainable: scope.parameters,
      optimizer,
      clipNorm: 5,
      clipValue: null,
      loss: ({ x, y }) => {
        const error = tf.sub(tf.add(tf.matMul(x as tf.Tensor2D, weight), bias), y as tf.Tensor);
        return { loss: tf.mean(tf.square(error)), largest: tf.max(tf.abs(error)) };
      },
    },
    loop: {
      batches,
      schedule: () => config.learningRate,
      steps: 12,
      stepsPerEpoch: STEPS_PER_EPOCH,
      now: () => performance.now(),
      leakGuard: createLeakGuard(),
    },
  };
  const withLoop = (loop: Partial<TrainSetup['loop']>) => ({ ...setup, loop: { ...setup.loop, ...loop } });
  const withTraining = (training: Partial<TrainSetup['training']>) => ({
    ...setup,
    training: { ...setup.training, ...training },
  });
  return { parameters: scope.parameters, optimizer, setup, withLoop, withTraining };
}

describe.each(['compiled', 'eager'] as const)('trainLoop, %s', (engine) => {
  const collect = (setup: TrainSetup) => collectEvents(setup, engine);

  it('learns, and reports every step and epoch', async () => {
    const { withLoop } = createRegression(SGD);
    const events = await collect(withLoop({ steps: 40 }));
    const steps = events.filter((event) => event.kind === 'step');
    const epochs = events.filter((event) => event.kind === 'epoch');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(epochs.map(({ epoch, step, pictures }) => [epoch, step, pictures])).toEqual(
      Array.from({ length: 10 }, (_, i) => [i + 1, 4 * (i + 1), 32]),
    );
    expect(steps[3]?.epoch).toBe(1);
    expect(steps[4]?.epoch).toBe(2);
    expect(steps[0]?.extra.largest).toBeGreaterThan(0);
    expect(new Set(steps.map(({ tensors }) => tensors)).size).toBe(1);
    const losses = steps.slice(0, 4).map(({ loss }) => loss);
    expect(epochs[0]?.meanLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 4, 10);
    expect(epochs[9]?.meanLoss).toBeLessThan((epochs[0]?.meanLoss ?? 0) / 10);
  });

  it.each([SGD, ADAMW])('goes on from a checkpoint to the same bits: $kind', async (config) => {
    const whole = createRegression(config);
    const wholeEvents = await collect(whole.setup);

    const before = createRegression(config);
    await collect(before.withLoop({ steps: 5 })); // in the middle of an epoch
    const saved = [exportParameters(before.parameters), before.optimizer.state()] as const;

    const after = createRegression(config);
    importParameters(after.parameters, new Map(saved[0].map((entry) => [entry.name, entry])));
    after.optimizer.restore(new Map(saved[1].map((entry) => [entry.name, entry])));
    const events = await collect(after.withLoop({ startStep: 5 }));

    expect(exportParameters(after.parameters)).toEqual(exportParameters(whole.parameters));
    expect(after.optimizer.state()).toEqual(whole.optimizer.state());
    const losses = (all: TrainEvent[]) => all.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
    expect(losses(events)).toEqual(losses(wholeEvents).slice(5));
  });

  it('stops at a loss that is not finite, with the weights of before', async () => {
    const { withTraining, parameters } = createRegression({ ...SGD, learningRate: 1e30 });
    const run = collect(withTraining({ clipNorm: null }));
    await expect(run).rejects.toThrow(DivergedError);
    await expect(run).rejects.toThrow(/learning rate 1e\+30; try a lower learning rate/);
    await expect(run).rejects.toThrow(/is the first to give (NaN|-?Infinity)/);
    for (const { data } of exportParameters(parameters)) expect([...data].every(Number.isFinite)).toBe(true);
  });

  it('stops between steps when told to, and closes the batches', async () => {
    const { withLoop } = createRegression(SGD);
    const controller = new AbortController();
    let isClosed = false;
    async function* watched(start: number) {
      try {
        yield* batches(start);
      } finally {
        isClosed = true;
      }
    }
    const seen: number[] = [];
    const run = async () => {
      for await (const event of train(withLoop({ batches: watched, signal: controller.signal }), engine)) {
        seen.push(event.step);
        if (event.step === 2) controller.abort(new Error('cancelled'));
      }
    };
    await expect(run()).rejects.toThrow('cancelled');
    expect(seen).toEqual([1, 2]);
    expect(isClosed).toBe(true);
  });

  it('fails a run whose tensors pile up, and one whose batches run out', async () => {
    const { withLoop } = createRegression(SGD);
    const { leakGuard } = withLoop({}).loop;
    const leaking = {
      check: (step: number) => {
        tf.keep(tf.scalar(1));
        leakGuard?.check(step);
      },
    };
    await expect(collect(withLoop({ leakGuard: leaking }))).rejects.toThrow(/leak/);
    async function* two(start: number) {
      for await (const batch of batches(start)) {
        yield batch;
        if (++start === 2) return;
      }
    }
    await expect(collect(withLoop({ batches: two, leakGuard: createLeakGuard() }))).rejects.toThrow(
      /ended after 2 of 12/,
    );
  });

  it('lets timers run between steps', async () => {
    const { setup } = createRegression(SGD);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await collect(setup);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  it('works a batch through in parts to the same weights', async () => {
    const whole = createRegression(SGD);
    await collect(whole.setup);
    const parts = createRegression(SGD);
    async function* halves(start: number): AsyncGenerator<Feeds> {
      for await (const { arrays } of batches(start)) {
        for (const from of [0, 4]) {
          const half = (name: string, width: number) => ({
            data: (arrays[name]?.data ?? new Float32Array()).slice(from * width, (from + 4) * width),
            shape: [4, width],
            dtype: 'float32' as const,
          });
          yield { arrays: { x: half('x', 3), y: half('y', 1) }, pictures: 4 };
        }
      }
    }
    const setup = parts.withTraining({ accumulateSteps: 2 });
    const events = await collect({ ...setup, loop: { ...setup.loop, batches: halves } });
    const first = events[0];
    expect(first?.pictures).toBe(8);
    for (const [i, { data }] of exportParameters(parts.parameters).entries()) {
      const expected = exportParameters(whole.parameters)[i]?.data ?? [];
      for (const [j, value] of data.entries()) expect(value).toBeCloseTo(expected[j] ?? 0, 5);
    }
  });
});
