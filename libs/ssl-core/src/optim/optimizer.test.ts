import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createEma } from './ema';
import type { Group, GroupOf } from './groups';
import { createOptimizer } from './optimizer';
import { createCosine, createSchedule } from './schedule';
import { createStepProgram, type MODES } from './testing/program';
import { type Case, configOf, createParameters, difference, flat, REFERENCE, valuesOf } from './testing/reference';

const { cases, gradients } = REFERENCE;
const named = cases.map(
  (fixture) => [JSON.stringify({ ...fixture.config, decayTo: fixture.decayTo }), fixture] as const,
);
const modes = ['executed', 'compiled'] as const satisfies (keyof typeof MODES)[];

function groupsOf({ groups }: Case): GroupOf {
  return ({ name }) => (groups as Record<string, Group>)[name] ?? { learningRateFactor: 1, weightDecay: 0 };
}

/** 20 steps under the reference's schedules: the weights after each, and the average of them at the end. */
function train(mode: keyof typeof MODES, fixture: Case) {
  const config = configOf(fixture);
  const parameters = createParameters();
  const optimizer = createOptimizer(config, parameters, groupsOf(fixture));
  const ema = createEma(parameters);
  const steps = gradients.length;
  const { stepsPerEpoch, epochs, warmupEpochs, finalFactor } = REFERENCE.schedule;
  const rate = createSchedule(
    { kind: 'cosine', warmupEpochs, finalFactor },
    { stepsPerEpoch, epochs, base: config.learningRate },
  );
  const decay = createCosine({ from: 1, to: fixture.decayTo ?? 1, steps });
  const momentum = createCosine({ from: 0.9, to: 1, steps });
  const { program, run } = createStepProgram(mode, {
    parameters,
    variables: [...optimizer.variables, ...ema.variables],
    step(given, { learningRate, weightDecayFactor, emaMomentum }) {
      optimizer.step(given, learningRate, weightDecayFactor);
      ema.update(emaMomentum);
    },
  });
  const before = tf.memory().numTensors;
  const weights = gradients.map((given, step) => {
    expect(difference([rate(step)], [fixture.learningRates[step] ?? -1])).toBeLessThan(5e-7);
    expect(difference([decay(step)], [fixture.decayFactors[step] ?? -1])).toBeLessThan(5e-7);
    run(given, { learningRate: rate(step), weightDecayFactor: decay(step), emaMomentum: momentum(step) });
    return valuesOf(parameters);
  });
  expect(tf.memory().numTensors).toBe(before);
  const average = valuesOf(ema.parameters);
  const state = optimizer.state();
  program.close();
  optimizer.dispose();
  ema.dispose();
  tf.dispose(parameters.map(({ variable }) => variable));
  return { weights, average, state };
}

describe('optimizers against PyTorch, 20 steps of scheduled rates', () => {
  it.each(named)('%s', (_, fixture) => {
    const count = tf.memory().numTensors;
    const [executed, compiled] = modes.map((mode) => train(mode, fixture));
    if (!executed || !compiled) throw new Error('two modes');
    for (const { weights, average } of [executed, compiled]) {
      for (const [step, wanted] of fixture.weights.entries()) {
        expect(difference(weights[step] ?? [], flat(wanted)), `step ${step}`).toBeLessThan(2e-6);
      }
      expect(difference(average, flat(fixture.average))).toBeLessThan(2e-6);
    }
    for (const [step, weights] of executed.weights.entries()) {
      expect(difference(compiled.weights[step] ?? [], weights), `step ${step}`).toBeLessThan(1e-6);
    }
    expect(compiled.state.map(({ name }) => name)).toEqual(executed.state.map(({ name }) => name));
    for (const [i, { name, data }] of executed.state.entries()) {
      expect(difference([...(compiled.state[i]?.data ?? [])], [...data]), name).toBeLessThan(1e-6);
    }
    expect(tf.memory().numTensors).toBe(count);
  });
});

describe.each(modes)('an optimizer, %s', (mode) => {
  it.each(named)('goes on from its stored state bit for bit: %s', (_, fixture) => {
    const start = (parameters = createParameters()) => {
      const optimizer = createOptimizer(configOf(fixture), parameters);
      return { parameters, optimizer };
    };
    const open = ({ parameters, optimizer }: ReturnType<typeof start>) =>
      createStepProgram(mode, {
        parameters,
        variables: optimizer.variables,
        step: (given, { learningRate }) => optimizer.step(given, learningRate),
      });
    const whole = start();
    const wholeProgram = open(whole);
    for (const given of gradients.slice(0, 6)) wholeProgram.run(given);

    const first = start();
    const firstProgram = open(first);
    for (const given of gradients.slice(0, 3)) firstProgram.run(given);
    const state = new Map(first.optimizer.state().map((entry) => [entry.name, entry]));
    firstProgram.program.close();
    const second = start(first.parameters);
    second.optimizer.restore(state);
    const secondProgram = open(second);
    for (const given of gradients.slice(3, 6)) secondProgram.run(given);
    expect(valuesOf(second.parameters)).toEqual(valuesOf(whole.parameters));
    expect(second.optimizer.state()).toEqual(whole.optimizer.state());
    wholeProgram.program.close();
    secondProgram.program.close();
  });

  it('leaves a parameter without a gradient as it is', () => {
    const parameters = createParameters();
    const optimizer = createOptimizer(
      { kind: 'adamw', learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 1, layerDecay: 1 },
      parameters,
    );
    const before = valuesOf(parameters);
    const { program, run } = createStepProgram(mode, {
      parameters,
      variables: optimizer.variables,
      step: (_, { learningRate }) => optimizer.step({}, learningRate),
    });
    run(gradients[0] ?? REFERENCE.start);
    expect(valuesOf(parameters)).toEqual(before);
    program.close();
  });

  it('steps a weight of zeros by plain momentum under LARS', () => {
    const zeros = {
      weight: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      bias: [0, 0, 0],
    };
    const parameters = createParameters(zeros);
    const optimizer = createOptimizer(
      { kind: 'lars', learningRate: 1, momentum: 0.9, weightDecay: 0, trust: 0.001 },
      parameters,
    );
    const { program, run } = createStepProgram(mode, {
      parameters,
      variables: optimizer.variables,
      step: (given, { learningRate }) => optimizer.step(given, learningRate),
    });
    run(
      {
        ...zeros,
        weight: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
      { learningRate: 0.5 },
    );
    expect(valuesOf(parameters)).toEqual([-0.5, -1, -1.5, -2, -2.5, -3, 0, 0, 0].map((value) => value + 0));
    program.close();
  });
});

it('names what a stored state lacks, and changes nothing', () => {
  const parameters = createParameters();
  const optimizer = createOptimizer(
    { kind: 'adamw', learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, layerDecay: 1 },
    parameters,
  );
  const before = optimizer.state();
  const entries = new Map([['step', { shape: [] as number[], data: Float32Array.of(5) }]]);
  expect(() => optimizer.restore(entries)).toThrow(/moment1.weight is missing/);
  const wrong = { shape: [2, 3], data: new Float32Array(6) };
  expect(() => optimizer.restore(new Map([...entries, ['moment1.weight', wrong]]))).toThrow(/has shape \[2,3\]/);
  expect(optimizer.state()).toEqual(before);
});
