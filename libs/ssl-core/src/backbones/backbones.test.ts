import type { BackboneConfig } from '@assay/contracts';
import { tensorCount, tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { storedShape } from '../layers/parameters';
import { createRng } from '../rng';
import { caseOf, expectParity, idleRng } from '../testing/parity';
import { createBackbone } from './backbone';

const vit = { kind: 'vit', patch: 8, width: 192, depth: 12, heads: 3, dropPath: 0 } as const;
const tinyVit = { ...vit, width: 48, depth: 2 } as const;
const resnet10: BackboneConfig = { kind: 'resnet', depth: 10, width: 64, stem: 'small', attention: 'none' };

test.each<[string, BackboneConfig]>([
  ['resnet18-imagenet', { kind: 'resnet', depth: 18, width: 64, stem: 'imagenet', attention: 'none' }],
  ['resnet18-small', { kind: 'resnet', depth: 18, width: 64, stem: 'small', attention: 'none' }],
  ['resnet10-small', resnet10],
  ['resnet34-imagenet', { kind: 'resnet', depth: 34, width: 64, stem: 'imagenet', attention: 'none' }],
  ['resnet50-imagenet', { kind: 'resnet', depth: 50, width: 64, stem: 'imagenet', attention: 'none' }],
  ['resnet101-imagenet', { kind: 'resnet', depth: 101, width: 64, stem: 'imagenet', attention: 'none' }],
  ['vit-token', { ...vit, pool: 'token', positions: 'learned' }],
  ['vit-mean', { ...vit, pool: 'mean', positions: 'learned' }],
])('%s has the names, order and shapes of torchvision or timm', (name, config) => {
  const known = caseOf(name);
  const backbone = createBackbone(config, { inputSize: known.side, channels: 3, rng: idleRng });
  expect(backbone.parameters.map((parameter) => parameter.name)).toEqual(known.names);
  expect(backbone.parameters.map(storedShape)).toEqual(known.shapes);
  backbone.dispose();
});

test.each<[string, BackboneConfig]>([
  ['resnet10-small', resnet10],
  ['vit-tiny-token', { ...tinyVit, pool: 'token', positions: 'learned' }],
  ['vit-tiny-mean', { ...tinyVit, pool: 'mean', positions: 'learned' }],
])('%s gives the reference’s features, gradients and running statistics', expectParity);

test.each<[string, BackboneConfig]>([
  ['resnet', { kind: 'resnet', depth: 10, width: 8, stem: 'imagenet', attention: 'none' }],
  ['vit', { ...tinyVit, pool: 'mean', positions: 'learned' }],
])('%s holds no more tensors after many steps', (_, config) => {
  const before = tensorCount();
  const backbone = createBackbone(config, { inputSize: 32, channels: 1, rng: createRng(0) });
  const variables = backbone.parameters.filter((parameter) => parameter.isTrainable).map(({ variable }) => variable);
  const x_NHWC = tf.zeros<tf.Rank.R4>([2, 32, 32, 1]);
  const step = () => {
    const loss = () => tf.sum<tf.Scalar>(backbone.features(x_NHWC, { training: true }));
    const { value, grads } = tf.variableGrads(loss, variables);
    tf.dispose([value, grads, backbone.features(x_NHWC, { training: false })]);
    tf.dispose(backbone.stages(x_NHWC, { training: false }));
    return tensorCount();
  };
  const first = step();
  expect([step(), step(), step()]).toEqual([first, first, first]);
  backbone.dispose();
  x_NHWC.dispose();
  expect(tensorCount()).toBe(before);
});

test('stages become coarser and wider', () => {
  const backbone = createBackbone(
    { kind: 'resnet', depth: 18, width: 4, stem: 'imagenet', attention: 'none' },
    { inputSize: 64, channels: 1, rng: createRng(0) },
  );
  const maps = backbone.stages(tf.zeros([2, 64, 64, 1]), { training: false });
  expect(maps.map((map) => map.shape)).toEqual([
    [2, 16, 16, 4],
    [2, 8, 8, 8],
    [2, 4, 4, 16],
    [2, 2, 2, 32],
  ]);
  expect(backbone.featureDimension).toBe(32);
});

test('bottlenecks give four times their width', () => {
  const backbone = createBackbone(
    { kind: 'resnet', depth: 50, width: 4, stem: 'small', attention: 'none' },
    { inputSize: 8, channels: 1, rng: createRng(0) },
  );
  const maps = backbone.stages(tf.zeros([2, 8, 8, 1]), { training: false });
  expect(maps.map((map) => map.shape)).toEqual([
    [2, 8, 8, 16],
    [2, 4, 4, 32],
    [2, 2, 2, 64],
    [2, 1, 1, 128],
  ]);
  expect(backbone.featureDimension).toBe(128);
});

test('one seed gives the same weights, another seed others', () => {
  const config: BackboneConfig = { kind: 'resnet', depth: 10, width: 4, stem: 'small', attention: 'none' };
  const first = (seed: number) => {
    const backbone = createBackbone(config, { inputSize: 16, channels: 1, rng: createRng(seed) });
    return Array.from(backbone.parameters[0]?.variable.dataSync() ?? []);
  };
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});
