import type { BackboneConfig } from '@assay/contracts';
import { estimateProgram, tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { createRng } from '../rng';
import { createProgram } from '../train/trainingProgram';
import { createBackbone } from './backbone';

const VIT: BackboneConfig = {
  kind: 'vit',
  patch: 4,
  width: 48,
  depth: 4,
  heads: 3,
  pool: 'token',
  positions: 'learned',
  dropPath: 0,
};
const RESNET: BackboneConfig = { kind: 'resnet', depth: 18, width: 8, stem: 'small', attention: 'none' };
const X = { shape: [8, 32, 32, 1], dtype: 'float32' } as const;

/** A step of gradient descent on the mean square of the features. */
function createStep(config: BackboneConfig, recompute: boolean) {
  const backbone = createBackbone(config, { inputSize: 32, channels: 1, rng: createRng(0), recompute });
  const trainable = backbone.parameters.filter(({ isTrainable }) => isTrainable).map(({ variable }) => variable);
  const step = ({ x }: Record<string, tf.Tensor>) => {
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.square(backbone.features(x as tf.Tensor4D, { training: true }))) as tf.Scalar,
      trainable,
    );
    for (const variable of trainable) variable.assign(tf.sub(variable, tf.mul(grads[variable.name] ?? 0, 0.1)));
    return { value };
  };
  const options = { inputs: { step: { x: X } }, variables: backbone.parameters.map(({ variable }) => variable) };
  return { backbone, step, options };
}

test.each([
  ['vit', VIT],
  ['resnet', RESNET],
])(
  'a recomputed %s takes the same step, running statistics included, in less memory',
  (_, config) => {
    const before = tf.memory().numTensors;
    for (const engine of ['compiled', 'eager'] as const) {
      const states = [false, true].map((recompute) => {
        const { backbone, step, options } = createStep(config, recompute);
        const program = createProgram({ step }, { ...options, engine });
        program.init();
        const x = tf.randomNormal([...X.shape], 0, 1, 'float32', 5);
        tf.dispose([x, program.run('step', { x })]);
        const values = backbone.parameters.map(({ name, variable }) => [name, variable.dataSync().slice()] as const);
        program.close();
        backbone.dispose();
        return values;
      });
      for (const [i, [name, values]] of (states[0] ?? []).entries()) {
        const other = states[1]?.[i]?.[1] ?? [];
        for (const [j, value] of values.entries()) expect(Math.abs(value - (other[j] ?? 9)), name).toBeLessThan(1e-5);
      }
    }
    const [kept = 0, recomputed = 0] = [false, true].map((recompute) => {
      const { backbone, step, options } = createStep(config, recompute);
      const { functions } = estimateProgram({ step }, options);
      backbone.dispose();
      return functions.step?.estimatedPeakBytes;
    });
    expect(recomputed).toBeLessThan(0.75 * kept);
    expect(tf.memory().numTensors).toBe(before);
  },
  60_000,
);
