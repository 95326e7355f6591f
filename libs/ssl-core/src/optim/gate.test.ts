import type { OptimizerConfig } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { createOptimizer } from './optimizer';
import { createStepProgram, type MODES } from './testing/program';
import { createParameters, REFERENCE, valuesOf } from './testing/reference';

const CONFIGS: readonly OptimizerConfig[] = [
  { kind: 'adamw', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, layerDecay: 1 },
  { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, weightDecay: 0.1 },
  { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0.1 },
  { kind: 'lars', learningRate: 0.01, momentum: 0.9, weightDecay: 0.1, trust: 0.1 },
];
const modes = ['executed', 'compiled'] as const satisfies (keyof typeof MODES)[];
const cases = CONFIGS.flatMap((config) => modes.map((mode) => [JSON.stringify(config), mode, config] as const));
const gradients = REFERENCE.gradients;

/** Trains with one gate value a step, both parameters behind the gate or (null) none; their values after each step. */
function train(config: OptimizerConfig, mode: keyof typeof MODES, gates: readonly (number | null)[], first = 0) {
  const isGated = gates.some((gate) => gate !== null);
  const parameters = createParameters().map((parameter) => (isGated ? { ...parameter, gate: 'learns' } : parameter));
  const optimizer = createOptimizer(config, parameters);
  const { program, run } = createStepProgram(mode, {
    parameters,
    variables: optimizer.variables,
    // The program's spare scalar is the gate.
    step: (given, { learningRate, emaMomentum }) =>
      optimizer.step(given, learningRate, undefined, { learns: emaMomentum }),
  });
  const values = gates.map((gate, step) => {
    const given = gradients[first + step];
    if (!given) throw new Error('too few gradients');
    run(given, { emaMomentum: gate ?? 1 });
    return valuesOf(parameters);
  });
  const state = optimizer.state();
  program.close();
  optimizer.dispose();
  for (const { variable } of parameters) variable.dispose();
  return { values, state };
}

describe('a parameter behind a gate', () => {
  it.each(cases)(
    '%s, %s: stays while it is closed, and then learns as one that had no gradient before',
    (_, mode, config) => {
      const late = train(config, mode, [0, 0, 1, 1, 1]);
      const start = createParameters();
      expect(late.values[1]).toEqual(valuesOf(start));
      for (const { variable } of start) variable.dispose();
      const fresh = train(config, mode, [null, null, null], 2);
      expect(late.values.slice(2)).toEqual(fresh.values);
      const bare = (name: string) => name.replace('step.learns', 'step');
      const kept = new Map(
        late.state.filter(({ name }) => name !== 'step').map((entry) => [bare(entry.name), entry.data]),
      );
      for (const { name, data } of fresh.state) expect(kept.get(name), name).toEqual(data);
    },
  );

  it('learns as any other while it is open', () => {
    for (const [, mode, config] of cases) {
      expect(train(config, mode, [1, 1, 1]).values).toEqual(train(config, mode, [null, null, null]).values);
    }
  });

  it('stops and goes on from where it was', () => {
    for (const [, mode, config] of cases) {
      const { values } = train(config, mode, [1, 0, 1]);
      expect(values[1]).toEqual(values[0]);
      expect(values[2]).not.toEqual(values[1]);
    }
  });

  it('must be fed', () => {
    const parameters = createParameters().map((parameter) => ({ ...parameter, gate: 'learns' }));
    const optimizer = createOptimizer(CONFIGS[0] as OptimizerConfig, parameters); // there are four
    const { program, run } = createStepProgram('executed', {
      parameters,
      variables: optimizer.variables,
      step: (given, { learningRate }) => optimizer.step(given, learningRate),
    });
    expect(() => run(gradients[0] as never)).toThrow(/the gate learns is not fed/); // there are twenty
    program.close();
    optimizer.dispose();
    for (const { variable } of parameters) variable.dispose();
  });
});
