import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createEma, moveTowards } from './ema';
import { createStepProgram, MODES } from './testing/program';
import { createParameters, valuesOf } from './testing/reference';

const ZEROS = {
  weight: [
    [0, 0],
    [0, 0],
    [0, 0],
  ],
  bias: [0, 0, 0],
};
const ONES = {
  weight: [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  bias: [1, 1, 1],
};

/** Weights that go up by 1 a step from 0, and their average. */
function createRamp(mode: keyof typeof MODES) {
  const parameters = createParameters(ZEROS);
  const ema = createEma(parameters);
  const { program, run } = createStepProgram(mode, {
    parameters,
    variables: ema.variables,
    step(_, { emaMomentum }) {
      for (const { variable } of parameters) variable.assign(tf.add(variable, 1));
      ema.update(emaMomentum);
    },
  });
  return { parameters, ema, program, run: (emaMomentum: number) => run(ZEROS, { emaMomentum }) };
}

describe.each(Object.keys(MODES) as (keyof typeof MODES)[])('the moving average, %s', (mode) => {
  it('follows weights by hand-derived numbers, after the step that changed them', () => {
    const { ema, program, run } = createRamp(mode);
    const seen = [0.5, 0.5, 0.75, 1, 0].map((momentum) => {
      run(momentum);
      return valuesOf(ema.parameters)[0];
    });
    // 0.5 * 0 + 0.5 * 1; 0.5 * 0.5 + 0.5 * 2; 0.75 * 1.25 + 0.25 * 3; unmoved; the weight itself
    expect(seen).toEqual([0.5, 1.25, 1.6875, 1.6875, 5]);
    program.close();
  });

  it('goes on from its stored state', () => {
    const whole = createRamp(mode);
    for (let step = 0; step < 4; step++) whole.run(0.9);
    const first = createRamp(mode);
    for (let step = 0; step < 2; step++) first.run(0.9);
    const state = first.ema.state();
    expect(state.map(({ name, shape }) => [name, shape])).toEqual([
      ['ema.weight', [3, 2]],
      ['ema.bias', [3]],
    ]);
    const second = createRamp(mode);
    for (let step = 0; step < 2; step++) second.run(0.1);
    second.ema.restore(new Map(state.map((entry) => [entry.name, entry])));
    second.program.init(); // assigned from outside
    for (let step = 0; step < 2; step++) second.run(0.9);
    expect(valuesOf(second.ema.parameters)).toEqual(valuesOf(whole.ema.parameters));
    for (const { program } of [whole, first, second]) program.close();
  });
});

it('copies running statistics, and gives each average memory of its own', () => {
  const before = tf.memory().numTensors;
  const weights = createParameters(ONES).map((parameter, i) => ({ ...parameter, isTrainable: i === 0 }));
  const averages = createParameters(ZEROS).map((parameter, i) => ({ ...parameter, isTrainable: i === 0 }));
  tf.tidy(() => moveTowards(averages, weights, tf.scalar(0.75)));
  expect(valuesOf(averages)).toEqual([0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 1, 1, 1]);
  const ema = createEma(weights);
  const all = [...weights, ...averages, ...ema.parameters].map(({ variable }) => variable);
  expect(new Set(all.map(({ dataId }) => dataId)).size).toBe(6);
  expect(() => moveTowards(averages, weights.toReversed(), tf.scalar(1))).toThrow(/bias stands where weight should/);
  tf.dispose(all);
  expect(tf.memory().numTensors).toBe(before + 1); // the scalar of the line above
});
