import { readFileSync } from 'node:fs';
import type { BackboneConfig } from '@assay/contracts';
import { tensorCount, tf } from '@assay/engine';
import { expect } from 'vitest';
import { type Backbone, createBackbone } from '../backbones/backbone';
import { exportParameters, importParameters, type Parameter } from '../layers/parameters';
import { createRng, type Rng } from '../rng';
import { fill, filledWeights } from './filling';

type Network = Pick<Backbone, 'parameters' | 'featureDimension' | 'features' | 'dispose'>;

export type Case = {
  side: number;
  batch: number;
  names: string[];
  shapes: number[][];
  evaluated: number[];
  trained: number[];
  gradients: Record<string, { norm: number; samples: number[] }>;
  statistics: Record<string, number[]>;
};

/** What tools/reference/backbones*.py wrote, from torchvision and timm in float64. */
const cases: Record<string, Case> = Object.assign(
  {},
  ...['backbones', 'efficientNet', 'options'].map((name) => {
    const url = new URL(`../backbones/fixtures/${name}.json`, import.meta.url);
    return (JSON.parse(readFileSync(url, 'utf8')) as { cases: Record<string, Case> }).cases; // as the scripts write them
  }),
);

/** Draws nothing: for weights that are overwritten, since drawing millions takes seconds. */
export const idleRng: Rng = { ...createRng(0), normal: () => 0.5, uniform: () => 0.5, fork: () => idleRng };

export function caseOf(name: string): Case {
  const found = cases[name];
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
}

/** Features, gradients and running statistics against the reference, and no tensor left over. */
export function expectParity(name: string, config: BackboneConfig): void {
  expectNetworkParity(name, (inputSize) => createBackbone(config, { inputSize, channels: 3, rng: idleRng }));
}

/**
 * As `expectParity`, of anything that gives features.
 *
 * @param branches that can be dropped, by the reference's numbers
 */
export function expectNetworkParity(name: string, create: (side: number) => Network, branches = 0): void {
  const known = caseOf(name);
  const { batch } = known;
  const before = tensorCount();
  const backbone = create(known.side);
  importParameters(backbone.parameters, filledWeights(backbone.parameters));
  tf.tidy(() => {
    const x_NHWC = pictures(known);
    expectClose(backbone.features(x_NHWC, { training: false }), known.evaluated);

    const direction = tf.tensor2d(Float32Array.from(fill('direction', known.trained.length)), [
      batch,
      backbone.featureDimension,
    ]);
    const trainable = backbone.parameters.filter(({ isTrainable }) => isTrainable);
    const mode = { training: true, ...(branches > 0 ? { drops_NB: dropsOf(batch, branches) } : {}) };
    const { grads } = tf.variableGrads(
      () => {
        const features_ND = backbone.features(x_NHWC, mode);
        expectClose(features_ND, known.trained);
        return tf.sum(tf.mul(features_ND, direction));
      },
      trainable.map(({ variable }) => variable),
    );
    const gradients = exportParameters(trainable.map((parameter) => withValue(parameter, grads)));
    expect(gradients.map((gradient) => gradient.name).sort()).toEqual(Object.keys(known.gradients).sort());
    for (const { name, data } of gradients) expectGradient(name, data, known.gradients[name]);
  });

  const after = new Map(exportParameters(backbone.parameters).map(({ name, data }) => [name, data]));
  for (const [name, expected] of Object.entries(known.statistics)) {
    for (const [i, value] of samples(after.get(name)).entries()) expect(value, name).toBeCloseTo(expected[i] ?? 0, 5);
  }
  backbone.dispose();
  expect(tensorCount()).toBe(before);
}

/** Names, order, shapes and the features of a trained network; of one that is too deep for `expectParity`. */
export function expectOutline(name: string, config: BackboneConfig): void {
  const known = caseOf(name);
  const backbone = createBackbone(config, { inputSize: known.side, channels: 3, rng: idleRng });
  importParameters(backbone.parameters, filledWeights(backbone.parameters));
  tf.tidy(() => expectClose(backbone.features(pictures(known), { training: false }), known.evaluated));
  backbone.dispose();
}

/** Numbers in [0, 1) that say which pictures skip which branches, as the scripts have them. */
function dropsOf(batch: number, branches: number): tf.Tensor2D {
  const numbers = Float32Array.from(fill('drops', batch * branches), (value) => (Math.fround(value) + 1) / 2);
  return tf.tensor2d(numbers, [batch, branches]);
}

/** The pictures that the scripts use. */
export function pictures({ side, batch }: Pick<Case, 'side' | 'batch'>): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(fill('input', batch * side * side * 3)), [batch, side, side, 3]);
}

function withValue(parameter: Parameter, values: tf.NamedTensorMap): Parameter {
  const value = values[parameter.variable.name];
  if (!value) throw new Error(`${parameter.name} has no gradient`);
  return { ...parameter, variable: value as tf.Variable }; // read only, as any tensor
}

function expectClose(found: tf.Tensor, expected: readonly number[]): void {
  const values = found.dataSync();
  expect(values.length).toBe(expected.length);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs((values[i] ?? Number.NaN) - value)), 0);
  expect(worst).toBeLessThan(1e-4);
}

/** Within 1e-3 of the gradient's norm (for an entry: of the root mean square, or itself where it is larger). */
function expectGradient(name: string, data: Float32Array, expected: Case['gradients'][string] | undefined): void {
  if (!expected) throw new Error(`no reference for ${name}`);
  const norm = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
  // A gradient that is 0 in truth has nothing to be relative to: a key's bias, which softmax ignores, or a bias that the
  // next batch norm takes away again.
  const scale = Math.max(expected.norm, expected.norm < 1e-9 ? 1 : 1e-3);
  expect(Math.abs(norm - expected.norm) / scale, `${name}: norm`).toBeLessThan(1e-3);
  for (const [i, value] of samples(data).entries()) {
    const entry = expected.samples[i] ?? Number.NaN;
    const size = Math.max(scale / Math.sqrt(data.length), Math.abs(entry));
    expect(Math.abs(value - entry) / size, `${name}: entry ${i}`).toBeLessThan(1e-3);
  }
}

function samples(data: Float32Array = new Float32Array()): number[] {
  return Array.from({ length: 5 }, (_, i) => data[Math.floor((i * data.length) / 5)] ?? Number.NaN);
}
