import { DinoConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createDinoHead } from './dinoHead';

/** A head of the given config on 5 features, and what it gives for 4 random rows. */
function make(config: object) {
  const scope = createScope({ rng: createRng(0) });
  const { head } = DinoConfig.parse({ kind: 'dino', head: { hidden: 6, bottleneck: 3, outputs: 7, ...config } });
  const run = createDinoHead(scope, { ...head, inputs: 5, gate: 'learns' });
  const rows_NF = tf.randomNormal<tf.Rank.R2>([4, 5], 0, 1, 'float32', 1);
  const outputs = tf.tidy(() => run(rows_NF, { training: true }).arraySync());
  const parameters = scope.parameters.map(({ name, variable, ...rest }) => ({ name, shape: variable.shape, ...rest }));
  rows_NF.dispose();
  disposeParameters(scope.parameters);
  return { parameters, outputs };
}

describe('the head of DINO', () => {
  it("has the authors' names", () => {
    const before = tf.memory().numTensors;
    const names = (config: object) => make(config).parameters.map(({ name }) => name);
    const last = ['last_layer.weight_g', 'last_layer.weight_v'];
    const linear = (place: number) => [`mlp.${place}.weight`, `mlp.${place}.bias`];
    expect(names({})).toEqual([...linear(0), ...linear(2), ...linear(4), ...last]);
    expect(names({ layers: 1 })).toEqual(['mlp.weight', 'mlp.bias', ...last]);
    const norm = (place: number) =>
      ['weight', 'bias', 'running_mean', 'running_var'].map((name) => `mlp.${place}.${name}`);
    expect(names({ layers: 2, hasBatchNorm: true })).toEqual([...linear(0), ...norm(1), ...linear(3), ...last]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives cosines: unit rows in, unit rows in the last layer', () => {
    for (const config of [{}, { layers: 1 }, { hasBatchNorm: true }, { isNormFixed: false }]) {
      const { outputs } = make(config);
      expect(outputs.map((row) => row.length)).toEqual([7, 7, 7, 7]);
      for (const value of outputs.flat()) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-6);
      expect(new Set(outputs.flat()).size).toBeGreaterThan(20);
    }
  });

  it('puts its last layer alone behind the gate, and keeps its lengths only when told', () => {
    for (const isNormFixed of [true, false]) {
      const { parameters } = make({ isNormFixed });
      const gated = parameters.filter(({ gate }) => gate === 'learns').map(({ name }) => name);
      expect(gated).toEqual(['last_layer.weight_g', 'last_layer.weight_v']);
      const lengths = parameters.find(({ name }) => name === 'last_layer.weight_g');
      expect(lengths?.isTrainable).toBe(!isNormFixed);
    }
  });
});
