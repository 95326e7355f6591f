import { InputConfig, ResnetConfig, VitConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { createBackbone, createRng, exportParameters, importParameters } from '@assay/ssl-core';
import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors, prefixNames } from '../tasks/tensorFile';
import { startingPoint } from './startingPoint';
import { writeHeader } from './weightsHeader';

const RESNET = ResnetConfig.parse({ kind: 'resnet', depth: 10, width: 4, stem: 'small' });
const VIT = VitConfig.parse({ kind: 'vit', patch: 4, width: 16, depth: 1, heads: 2 });
const input = { size: 16, channels: 3 as const, resize: 'stretch' as const, mean: [0.5], std: [0.25] };
const INPUT = InputConfig.parse({ size: 16 });

function build(config: typeof RESNET | typeof VIT, options: { inputSize: number; channels: number; seed: number }) {
  return createBackbone(config, { ...options, rng: createRng(options.seed) });
}

/** The stored file of a backbone's weights, without some of them. */
function fileOf(backbone: ReturnType<typeof build>, config: typeof RESNET | typeof VIT, missing: string[] = []) {
  const arrays = exportParameters(backbone.parameters).filter(({ name }) => !missing.includes(name));
  return decodeTensors(encodeTensors(prefixNames('model', arrays), writeHeader({ backbone: config, input, missing })));
}

function largestDifference(a: ArrayLike<number> = [], b: ArrayLike<number> = []): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

test('a grey network answers as the coloured one does to three equal channels', () => {
  const coloured = build(RESNET, { inputSize: 16, channels: 3, seed: 1 });
  const grey = build(RESNET, { inputSize: 16, channels: 1, seed: 2 });
  const { parameters, weights, notes } = startingPoint(grey, fileOf(coloured, RESNET), INPUT);
  importParameters(parameters, weights);
  expect(notes).toEqual([{ text: 'conv1.weight: summed over the colours', level: 'info' }]);
  const before = tf.memory().numTensors;
  const [ours, theirs] = tf.tidy(() => {
    const x_NHW1 = tf.tensor4d(
      Float32Array.from({ length: 2 * 16 * 16 }, (_, i) => Math.sin(i)),
      [2, 16, 16, 1],
    );
    const x_NHW3 = tf.tile(x_NHW1, [1, 1, 1, 3]);
    return [
      grey.features(x_NHW1, { training: false }).dataSync(),
      coloured.features(x_NHW3, { training: false }).dataSync(),
    ];
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(ours?.length).toBe(2 * 32);
  expect(largestDifference(ours, theirs)).toBeLessThan(1e-4);
  coloured.dispose();
  grey.dispose();
});

test('positions of another grid are those that the network itself would interpolate', () => {
  const small = build(VIT, { inputSize: 16, channels: 3, seed: 1 });
  const large = build(VIT, { inputSize: 24, channels: 3, seed: 2 });
  const { parameters, weights, notes } = startingPoint(large, fileOf(small, VIT), INPUT);
  importParameters(parameters, weights);
  expect(notes.map(({ text }) => text)).toEqual(['pos_embed: interpolated from 4 x 4 places to 6 x 6']);
  const [ours, theirs] = tf.tidy(() => {
    const x_NHWC = tf.tensor4d(
      Float32Array.from({ length: 24 * 24 * 3 }, (_, i) => Math.cos(i)),
      [1, 24, 24, 3],
    );
    // A network of the small grid interpolates on its way; its product is held to PyTorch's in ssl-core.
    return [large, small].map((network) => network.features(x_NHWC, { training: false }).dataSync());
  });
  expect(largestDifference(ours, theirs)).toBeLessThan(1e-5);
  small.dispose();
  large.dispose();
});

test('a norm is found by either name, and what was never there stays as drawn', () => {
  const token = build(VIT, { inputSize: 16, channels: 3, seed: 1 });
  const mean = build({ ...VIT, pool: 'mean' }, { inputSize: 16, channels: 3, seed: 2 });
  const missing = ['blocks.0.mlp.fc2.bias'];
  const { parameters, weights, notes } = startingPoint(mean, fileOf(token, VIT, missing), INPUT);
  expect(weights.get('fc_norm.weight')).toBeDefined();
  expect(parameters.length).toBe(mean.parameters.length - 1);
  expect(notes).toEqual([{ text: '1 tensors were not in the weights: as drawn', level: 'warning' }]);
  importParameters(parameters, weights);
  token.dispose();
  mean.dispose();
});

test('another scale of the pictures is told', () => {
  const network = build(RESNET, { inputSize: 16, channels: 3, seed: 1 });
  const file = fileOf(network, RESNET);
  const { notes } = startingPoint(network, file, { ...INPUT, mean: [0.4, 0.5, 0.5] });
  expect(notes).toMatchObject([{ level: 'warning', text: expect.stringContaining('trained with mean 0.5') }]);
  expect(startingPoint(network, file, { ...INPUT, mean: [0.5, 0.5, 0.5] }).notes).toEqual([]);
  network.dispose();
});
