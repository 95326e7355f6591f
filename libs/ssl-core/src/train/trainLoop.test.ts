import type { OptimizerConfig } from '@assay/contracts';
import { createLeakGuard, openEngine, tf } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { truncatedNormal, zeros } from '../layers/initialisers';
import { createScope, exportParameters, importParameters } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { createRng } from '../rng';
import { DivergedError } from './divergedError';
import type { Feeds } from './feeds';
import { type TrainEvent, type TrainOptions, trainLoop } from './trainLoop';

beforeAll(() => void openEngine());

const STEPS_PER_EPOCH = 4;
const SGD: OptimizerConfig = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 1e-3 };
const ADAMW: OptimizerConfig = {
  kind: 'adamw',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.05,
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
  const options: TrainOptions = {
    trainable: scope.parameters,
    loss: ({ x, y }) => {
      const error = tf.sub(tf.add(tf.matMul(x as tf.Tensor2D, weight), bias), y as tf.Tensor);
      return { loss: tf.mean(tf.square(error)), largest: tf.max(tf.abs(error)) };
    },
    batches,
    optimizer,
    schedule: () => config.learningRate,
    steps: 12,
    stepsPerEpoch: STEPS_PER_EPOCH,
    clipNorm: 5,
    now: () => performance.now(),
    leakGuard: createLeakGuard(),
  };
  return { parameters: scope.parameters, optimizer, options };
}

async function collect(options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of trainLoop(options)) events.push(event);
  return events;
}

describe('trainLoop', () => {
  it('learns, and reports every step and epoch', async () => {
    const { options } = createRegression(SGD);
    const events = await collect({ ...options, steps: 40 });
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
    const wholeEvents = await collect(whole.options);

    const before = createRegression(config);
    await collect({ ...before.options, steps: 5 }); // in the middle of an epoch
    const saved = [exportParameters(before.parameters), before.optimizer.state()] as const;

    const after = createRegression(config);
    importParameters(after.parameters, new Map(saved[0].map((entry) => [entry.name, entry])));
    after.optimizer.restore(new Map(saved[1].map((entry) => [entry.name, entry])));
    const events = await collect({ ...after.options, startStep: 5 });

    expect(exportParameters(after.parameters)).toEqual(exportParameters(whole.parameters));
    expect(after.optimizer.state()).toEqual(whole.optimizer.state());
    const losses = (all: TrainEvent[]) => all.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
    expect(losses(events)).toEqual(losses(wholeEvents).slice(5));
  });

  it('stops at a loss that is not finite, with the weights of before', async () => {
    const { options, parameters } = createRegression({ ...SGD, learningRate: 1e30 });
    const run = collect({ ...options, clipNorm: null });
    await expect(run).rejects.toThrow(DivergedError);
    await expect(run).rejects.toThrow(/learning rate 1e\+30; try a lower learning rate/);
    for (const { data } of exportParameters(parameters)) expect([...data].every(Number.isFinite)).toBe(true);
  });

  it('stops between steps when told to, and closes the batches', async () => {
    const { options } = createRegression(SGD);
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
      for await (const event of trainLoop({ ...options, batches: watched, signal: controller.signal })) {
        seen.push(event.step);
        if (event.step === 2) controller.abort(new Error('cancelled'));
      }
    };
    await expect(run()).rejects.toThrow('cancelled');
    expect(seen).toEqual([1, 2]);
    expect(isClosed).toBe(true);
  });

  it('fails a run whose tensors pile up, and one whose batches run out', async () => {
    const { options } = createRegression(SGD);
    const leaking: TrainOptions['loss'] = (feeds) => {
      tf.keep(tf.scalar(1));
      return options.loss(feeds);
    };
    await expect(collect({ ...options, loss: leaking })).rejects.toThrow(/leak/);
    async function* two(start: number) {
      for await (const batch of batches(start)) {
        yield batch;
        if (++start === 2) return;
      }
    }
    await expect(collect({ ...options, batches: two, leakGuard: createLeakGuard() })).rejects.toThrow(
      /ended after 2 of 12/,
    );
  });

  it('lets timers run between steps', async () => {
    const { options } = createRegression(SGD);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await collect(options);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});
