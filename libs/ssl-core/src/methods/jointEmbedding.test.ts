import { readFileSync } from 'node:fs';
import { BackboneConfig, MethodConfig, OptimizerConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { exportParameters, importParameters, type Parameter } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { fill, filledWeights } from '../testing/filling';
import { toTensors } from '../train/feeds';
import { createTrainingProgram, rateTensors } from '../train/trainingProgram';
import { createMethod } from './createMethod';
import { lossOf } from './method';
import { ratesAt } from './rates';
import { expectGradients, pickSamples, type Samples, storedGradients } from './testing/gradients';
import { methodInput } from './testing/pretrainings';

type Case = {
  rate: number;
  steps: ({ loss: number } & Record<string, number>)[];
  gradients: Record<string, Samples>;
  after: Record<string, number[]>;
  momenta?: number[];
  queueStart?: number[][];
  queues?: { keys: number[][]; pointer: number }[];
};
type Fixture = { pictures: number; side: number; totalSteps: number; cases: Record<string, Case> };

/** What tools/reference/joint_embedding.py wrote, in float64; read, not imported, since it is large. */
const fixture = JSON.parse(readFileSync(new URL('./fixtures/jointEmbedding.json', import.meta.url), 'utf8')) as Fixture;

const HEADS = { projector: [12, 8] };
const WIDE = { projector: [12, 12, 8] };
const METHODS: Record<string, (isVit: boolean) => object> = {
  simclr: () => HEADS,
  moco: () => ({ ...HEADS, momentum: 0.9, queue: 24 }),
  mocoV3: (isVit) => ({ ...(isVit ? WIDE : HEADS), momentum: 0.9, predictor: 12 }),
  byol: () => ({ ...HEADS, momentum: 0.9, predictor: 12 }),
  simsiam: () => ({ ...WIDE, predictor: 12 }),
  barlowTwins: () => WIDE,
  vicreg: () => WIDE,
};

describe.each(Object.entries(fixture.cases))('%s equals the reference', (name, known) => {
  it.each(['compiled', 'eager'] as const)(
    'over five %s steps',
    (engine) => {
      const mark = name.endsWith('vit') ? '' : 'v';
      const training = createCase(name, known);
      const { parameters, trainable, optimizer, method, close } = training;
      let gradients: Map<string, Float32Array> | undefined;
      const spied = {
        ...optimizer,
        step: (...given: Parameters<typeof optimizer.step>) => {
          gradients ??= engine === 'eager' ? storedGradients(trainable, given[0]) : undefined;
          optimizer.step(...given);
        },
      };
      const { afterStep, rates = {} } = method;
      const program = createTrainingProgram({
        parameters,
        trainable,
        optimizer: spied,
        loss: (inputs) => lossOf(method.loss([inputs.a as tf.Tensor4D, inputs.b as tf.Tensor4D], inputs)), // as fed
        rateNames: Object.keys(rates),
        ...(afterStep ? { afterStep } : {}),
        clipNorm: null,
        clipValue: null,
        engine,
        feeds: feedsOf(0, mark),
      });

      for (const [step, { loss, ...extra }] of known.steps.entries()) {
        const place = { step, stepsPerEpoch: 2, epochs: fixture.totalSteps / 2 };
        const scalars = ratesAt(rates, place);
        if (known.momenta) expect(scalars.momentum).toBeCloseTo(known.momenta[step] ?? 9, 6);
        const inputs = {
          ...toTensors(feedsOf(step, mark).arrays),
          ...rateTensors({ ...scalars, learningRate: known.rate }),
        };
        const outputs = program.program.run('step', inputs);
        const found = Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, value.dataSync()[0]]));
        tf.dispose([outputs, inputs]);
        // Rounding grows with every step, by batch norm over eight rows.
        const tolerance = step === 0 ? 1e-4 : 1e-3;
        expect(Math.abs((found.loss ?? 9) - loss) / Math.abs(loss), `loss of step ${step}`).toBeLessThan(tolerance);
        expect(found).toMatchObject(
          Object.fromEntries(Object.entries(extra).map(([key, value]) => [key, expect.closeTo(value, 5)])),
        );
        const queue = known.queues?.[step];
        if (queue && engine === 'eager') expectQueue(parameters, queue);
      }
      program.close();

      const least = 1e-3 * Math.max(...Object.values(known.gradients).map(({ norm }) => norm));
      if (gradients) expectGradients(gradients, known.gradients, least);
      const after = new Map(exportParameters(parameters).map((entry) => [entry.name, entry.data]));
      for (const [key, samples] of Object.entries(known.after))
        expectSamples(key, after.get(key), samples, mark ? 1e-3 : 1e-4);
      close();
    },
    60_000,
  );
});

/** The method of a case with the reference's weights. */
function createCase(name: string, known: Case) {
  const [kind = '', on] = name.split(' on ');
  const isVit = on === 'vit';
  const config = isVit
    ? {
        kind: 'vit',
        patch: 4,
        width: 16,
        depth: 1,
        heads: 2,
        positions: kind === 'mocoV3' ? 'sincos' : 'learned',
      }
    : { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
  const input = methodInput(BackboneConfig.parse(config), { inputSize: fixture.side, channels: 1 });
  const method = createMethod(MethodConfig.parse({ kind, ...METHODS[kind]?.(isVit) }), input);
  const parameters = [...input.backbone.parameters, ...method.parameters];
  importParameters(parameters, startOf(parameters, known), { partial: true });
  const trainable = parameters.filter(({ isTrainable, name }) => isTrainable && !method.frozen?.includes(name));
  const sgd = { kind: 'sgd', learningRate: known.rate, momentum: 0.9, weightDecay: 0 };
  const optimizer = createOptimizer(OptimizerConfig.parse(sgd), trainable);
  const close = () => {
    for (const part of [optimizer, method, input.backbone]) part.dispose();
  };
  return { parameters, trainable, optimizer, method, close };
}

/** A teacher starts as its student; fixed positions and the queue's pointer stay as they are made. */
function startOf(parameters: readonly Parameter[], { queueStart }: Case) {
  const own = parameters
    .filter(({ name }) => !name.startsWith('queue') && !name.endsWith('pos_embed'))
    .map((parameter) => ({ ...parameter, name: parameter.name.replace(/^teacher\./, '') }));
  const learned = parameters.filter(({ name, isTrainable }) => name === 'pos_embed' && isTrainable);
  const weights = filledWeights([...own, ...learned]);
  const start = new Map<string, { shape: number[]; data: Float32Array }>();
  for (const { name } of parameters) {
    const found = weights.get(name.replace(/^teacher\./, ''));
    if (found) start.set(name, found);
  }
  if (queueStart) {
    const shape = [queueStart.length, queueStart[0]?.length ?? 0];
    start.set('queue', { shape, data: Float32Array.from(queueStart.flat()) });
  }
  return start;
}

function feedsOf(step: number, mark: string) {
  const { pictures, side } = fixture;
  const shape = [pictures, side, side, 1];
  const view = (name: string) => ({
    data: Float32Array.from(fill(`${name}${step}`, pictures * side * side)),
    shape,
    dtype: 'float32' as const,
  });
  return { arrays: { a: view(`a${mark}`), b: view(`b${mark}`) }, pictures };
}

function expectQueue(parameters: readonly Parameter[], { keys, pointer }: { keys: number[][]; pointer: number }) {
  const read = (wanted: string) => [...(parameters.find(({ name }) => name === wanted)?.variable.dataSync() ?? [])];
  expect(read('queue_ptr')).toEqual([pointer]);
  const found = read('queue');
  expect(Math.max(...keys.flat().map((value, i) => Math.abs(value - (found[i] ?? 9))))).toBeLessThan(1e-3);
}

function expectSamples(name: string, data: Float32Array | undefined, samples: readonly number[], tolerance: number) {
  for (const [i, value] of pickSamples(data).entries()) {
    expect(Math.abs(value - (samples[i] ?? 9)), `${name}[${i}]`).toBeLessThan(tolerance);
  }
}
