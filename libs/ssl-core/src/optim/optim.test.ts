import type { OptimizerConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Parameter } from '../layers/parameters';
import { clipByGlobalNorm } from './clip';
import fixture from './fixtures/optim.json';
import { createOptimizer } from './optimizer';
import { createSchedule } from './schedule';

beforeAll(() => void openEngine());

type Values = { weight: number[][]; bias: number[] };

function createParameters(): Parameter[] {
  const parameter = (name: keyof Values, hasDecay: boolean): Parameter => {
    const value = tf.tensor(fixture.start[name]);
    const variable = tf.variable(value);
    value.dispose();
    return { name, variable, layout: 'plain', isTrainable: true, hasDecay };
  };
  return [parameter('weight', true), parameter('bias', false)];
}

const flat = (values: Values) => [...values.weight.flat(), ...values.bias];
const flatWeights = (parameters: Parameter[]) => parameters.flatMap(({ variable }) => [...variable.dataSync()]);

function takeStep(optimizer: ReturnType<typeof createOptimizer>, parameters: Parameter[], step: number, rate: number) {
  tf.tidy(() => {
    const values = fixture.gradients[step];
    const named = parameters.map(({ name, variable }) => [
      variable.name,
      tf.tensor(values?.[name as keyof Values] ?? []), // the two names above
    ]);
    optimizer.step(Object.fromEntries(named), tf.scalar(rate));
  });
}

describe('optimizers against torch.optim, 20 steps under warm-up and cosine', () => {
  it.each(fixture.cases)('$config', ({ config, learningRates, weights }) => {
    const parameters = createParameters();
    const optimizer = createOptimizer(config as OptimizerConfig, parameters);
    const { stepsPerEpoch, epochs, warmupEpochs, finalFactor } = fixture.schedule;
    const schedule = createSchedule(
      { kind: 'cosine', warmupEpochs, finalFactor },
      { stepsPerEpoch, epochs, base: config.learningRate },
    );
    const before = tf.memory().numTensors;
    for (const [step, expected] of weights.entries()) {
      expect(schedule(step)).toBeCloseTo(learningRates[step] ?? -1, 7);
      takeStep(optimizer, parameters, step, schedule(step));
      const wanted = flat(expected);
      for (const [i, value] of flatWeights(parameters).entries()) {
        expect(Math.abs(value - (wanted[i] ?? 0)), `step ${step}`).toBeLessThan(1e-5);
      }
    }
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    tf.dispose(parameters.map(({ variable }) => variable));
  });

  it.each(fixture.cases)('goes on from its stored state bit for bit: $config.kind', ({ config }) => {
    const whole = createParameters();
    const wholeOptimizer = createOptimizer(config as OptimizerConfig, whole);
    for (let step = 0; step < 6; step++) takeStep(wholeOptimizer, whole, step, 0.01);

    const first = createParameters();
    const firstOptimizer = createOptimizer(config as OptimizerConfig, first);
    for (let step = 0; step < 3; step++) takeStep(firstOptimizer, first, step, 0.01);
    const second = createOptimizer(config as OptimizerConfig, first);
    second.restore(new Map(firstOptimizer.state().map((entry) => [entry.name, entry])));
    for (let step = 3; step < 6; step++) takeStep(second, first, step, 0.01);

    expect(flatWeights(first)).toEqual(flatWeights(whole));
    expect(() => second.restore(new Map([['step', { shape: [], data: Float32Array.of(1) }]]))).toThrow(
      /weight is missing/,
    );
  });

  it('leaves a parameter without a gradient as it is', () => {
    const parameters = createParameters();
    const optimizer = createOptimizer({ kind: 'sgd', learningRate: 1, momentum: 0, weightDecay: 1 }, parameters);
    const before = flatWeights(parameters);
    tf.tidy(() => optimizer.step({}, tf.scalar(1)));
    expect(flatWeights(parameters)).toEqual(before);
  });
});

describe('clipByGlobalNorm', () => {
  it.each(fixture.clip)('equals clip_grad_norm_ at $max', ({ max, gradients, norm, clipped }) => {
    const before = tf.memory().numTensors;
    const given = { weight: tf.tensor(gradients.weight), bias: tf.tensor(gradients.bias) };
    const result = clipByGlobalNorm(given, max);
    expect(result.norm.dataSync()[0]).toBeCloseTo(norm, 5);
    const got = [...(result.gradients.weight?.dataSync() ?? []), ...(result.gradients.bias?.dataSync() ?? [])];
    for (const [i, wanted] of flat(clipped).entries()) expect(got[i]).toBeCloseTo(wanted, 5);
    tf.dispose([given, result.gradients, result.norm]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('createSchedule', () => {
  it('stays level when constant, and ends at the final factor', () => {
    const shape = { stepsPerEpoch: 10, epochs: 3, base: 2 };
    const level = createSchedule({ kind: 'constant', warmupEpochs: 1 }, shape);
    expect([level(0), level(5), level(10), level(29)]).toEqual([0, 1, 2, 2]);
    const cosine = createSchedule({ kind: 'cosine', warmupEpochs: 0, finalFactor: 0.1 }, shape);
    expect(cosine(0)).toBe(2);
    expect(cosine(15)).toBeCloseTo(1.1, 10);
    expect(cosine(30)).toBeCloseTo(0.2, 10);
  });
});
