import { BackboneConfig, MethodConfig, OptimizerConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import type { FeedArray } from '../augment/arrays';
import { exportParameters, importParameters, type Parameter } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { createCosine } from '../optim/schedule';
import { fill, filledWeights } from '../testing/filling';
import { toTensors } from '../train/feeds';
import { createTrainingProgram, type EngineOptions, rateTensors } from '../train/trainingProgram';
import { createMethod } from './createMethod';
import fixture from './fixtures/clustering.json';
import { lossOf } from './method';
import { ratesAt } from './rates';
import { expectGradients, normOf, pickSamples, type Samples, storedGradients } from './testing/gradients';
import { methodInput } from './testing/pretrainings';

// One thread: these tensors are so small that a second one only gets in the way.
/** What tools/reference/clustering.py wrote: five steps of a method under its schedules. */
type Case = {
  backbone: object;
  method: object;
  optimizer: object;
  weightDecayEnd: number | null;
  /** The loss, the rates that led to it, and other scalars. */
  steps: Record<string, number | boolean>[];
  /** Of the first step. */
  gradients: Record<string, Samples>;
  /** Every parameter after the last step, and its distance from the start. */
  ended: Record<string, { moved: number; samples: number[] }>;
};

const { place } = fixture;
const length = { stepsPerEpoch: place.stepsPerEpoch, epochs: place.epochs };
const cases = Object.entries(fixture.cases as unknown as Record<string, Case>); // the shape that the script gives

/** The reference's network and method, at its first weights. */
function create({ backbone: backboneConfig, method: methodConfig }: Case) {
  const input = methodInput(BackboneConfig.parse(backboneConfig), {
    inputSize: place.views[0] ?? 0,
    channels: place.channels,
  });
  const method = createMethod(MethodConfig.parse(methodConfig), input);
  const { backbone } = input;
  const parameters = [...backbone.parameters, ...method.parameters];
  const isStudent = ({ name }: Parameter) => !/^(teacher\.|center$|queue\.)/.test(name);
  const weights = filledWeights(parameters.filter(isStudent));
  for (const [name, { data }] of weights) if (name.endsWith('weight_g')) data.fill(1);
  for (const [name, entry] of [...weights]) weights.set(`teacher.${name}`, entry);
  importParameters(parameters, weights, { partial: true });
  const dispose = () => {
    method.dispose();
    backbone.dispose();
  };
  return { method, parameters, trainable: parameters.filter(({ isTrainable }) => isTrainable), dispose };
}

function feedsOf(step: number): Record<string, FeedArray> {
  return Object.fromEntries(
    place.views.map((side, view) => {
      const shape = [place.count, side, side, place.channels];
      const name = `step${step}/view${view}`;
      const data = Float32Array.from(
        fill(
          name,
          shape.reduce((product, length) => product * length, 1),
        ),
      );
      return [`view${view}`, { data, shape, dtype: 'float32' as const }];
    }),
  );
}

const viewsOf = (inputs: Readonly<Record<string, tf.Tensor>>) =>
  place.views.map((_, view) => inputs[`view${view}`] as tf.Tensor4D); // as fed above

/** Five steps as the trainer makes them; the scalars of each, and all values at the start and at the end. */
function train(known: Case, engine: EngineOptions['engine']) {
  const { method, parameters, trainable, dispose } = create(known);
  const config = OptimizerConfig.parse(known.optimizer);
  const optimizer = createOptimizer(config, trainable);
  const steps = place.epochs * place.stepsPerEpoch;
  const to = (known.weightDecayEnd ?? config.weightDecay) / config.weightDecay;
  const decay = createCosine({ from: 1, to, steps });
  const { rates = {}, afterStep } = method;
  const opened = createTrainingProgram({
    ...{ engine, parameters, trainable, optimizer, clipNorm: null, clipValue: null },
    loss: (inputs) => lossOf(method.loss(viewsOf(inputs), inputs)),
    rateNames: [...Object.keys(rates), 'weightDecayFactor'],
    ...(afterStep ? { afterStep } : {}),
    feeds: { arrays: feedsOf(0), pictures: place.count },
  });
  const first = exportParameters(parameters);
  const figures = known.steps.map((_, step) => {
    const now = ratesAt(rates, { step, ...length });
    const scalars = { ...now, weightDecayFactor: decay(step), learningRate: config.learningRate };
    const fed = { ...toTensors(feedsOf(step)), ...rateTensors(scalars) };
    const outputs = opened.program.run('step', fed);
    const read = Object.entries(outputs).map(([name, value]) => [name, value.dataSync()[0]]);
    tf.dispose([fed, outputs]);
    return { ...now, ...Object.fromEntries(read) } as Record<string, number>; // all scalars
  });
  opened.close();
  const last = new Map(exportParameters(parameters).map(({ name, data }) => [name, data]));
  optimizer.dispose();
  dispose();
  return { figures, first, last };
}

describe.each(cases)('%s', (_, known) => {
  it('has the gradients of the reference', () => {
    const { method, trainable, dispose } = create(known);
    tf.tidy(() => {
      const rates = ratesAt(method.rates ?? {}, { step: 0, ...length });
      const inputs = { ...toTensors(feedsOf(0)), ...rateTensors(rates) };
      const { grads } = tf.variableGrads(
        () => lossOf(method.loss(viewsOf(inputs), inputs)).loss,
        trainable.map(({ variable }) => variable),
      );
      expectGradients(storedGradients(trainable, grads), known.gradients);
    });
    dispose();
  });

  it.each(['compiled', 'eager'] as const)('makes five steps as the reference: %s', (engine) => {
    const before = tf.memory().numTensors;
    const { figures, first, last } = train(known, engine);
    for (const [step, wanted] of known.steps.entries()) {
      for (const [name, value] of Object.entries(wanted)) {
        if (typeof value !== 'number') continue;
        const got = figures[step]?.[name] ?? Number.NaN;
        expect(Math.abs(got - value) / Math.max(Math.abs(value), 1e-6), `step ${step}: ${name}`).toBeLessThan(1e-4);
      }
    }
    expect([...last.keys()].sort()).toEqual(Object.keys(known.ended).sort());
    for (const { name, data } of first) {
      const [wanted, end] = [known.ended[name], last.get(name)];
      if (!wanted || !end) throw new Error(`${name} is missing`);
      const moved = normOf(end.map((value, i) => value - (data[i] ?? 0)));
      expect(Math.abs(moved - wanted.moved), `${name}: way`).toBeLessThan(1e-3 * wanted.moved + 1e-5);
      // Relative to how far an entry moved on average: the start is the same on both sides. What has no gradient in truth,
      // such as an offset before batch norm, moves by rounding alone.
      const size = wanted.moved / Math.sqrt(end.length);
      for (const [i, value] of pickSamples(end).entries()) {
        const entry = wanted.samples[i] ?? Number.NaN;
        expect(Math.abs(value - entry), `${name}: entry ${i}`).toBeLessThan(2e-3 * size + 5e-6);
      }
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what the reference covers', () => {
  it('is a last layer that is held and let go, and a queue that is filled and then used', () => {
    const column = (name: string, key: string) =>
      cases.find(([title]) => title === name)?.[1].steps.map((step) => step[key]);
    expect(column('dino on vit', 'lastLayerLearns')).toEqual([0, 0, 1, 1, 1]);
    expect(column('swav on resnet', 'prototypesLearn')).toEqual([0, 1, 1, 1, 1]);
    expect(column('swav on resnet', 'usesQueue')).toEqual([false, false, true, true, true]);
    expect(column('swav on vit, queue from the second epoch', 'queueFills')).toEqual([0, 0, 1, 1, 1]);
    expect(column('swav on vit, queue from the second epoch', 'usesQueue')).toEqual([false, false, false, true, true]);
  });
});
