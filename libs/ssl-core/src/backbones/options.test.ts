import { EfficientNetConfig, ResnetConfig, VitConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { type BasicBlock, createBasicBlock } from '../layers/basicBlock';
import { createBottleneckBlock } from '../layers/bottleneckBlock';
import { createScope, disposeParameters, importParameters, type Scope, storedShape } from '../layers/parameters';
import { filledWeights } from '../testing/filling';
import { caseOf, expectNetworkParity, idleRng, pictures } from '../testing/parity';
import { createEfficientNet } from './efficientNet';
import fixture from './fixtures/options.json';
import { createResnet } from './resnet';
import { createVit } from './vit';

type Create = (scope: Scope, inputs: number, stride: number) => BasicBlock;
const basic =
  (attention: ResnetConfig['attention']): Create =>
  (scope, inputs, stride) =>
    createBasicBlock(scope, { inputs, outputs: 16, stride, attention });
const bottleneck =
  (attention: ResnetConfig['attention']): Create =>
  (scope, inputs, stride) =>
    createBottleneckBlock(scope, { inputs, width: 4, stride, attention });

test.each<[string, Create]>([
  ['se-basic', basic('squeezeExcite')],
  ['se-bottleneck', bottleneck('squeezeExcite')],
  ['cbam-basic', basic('cbam')],
  ['cbam-bottleneck', bottleneck('cbam')],
])('%s: two blocks give timm’s names, features, gradients and running statistics', (name, create) => {
  expectNetworkParity(name, () => {
    const scope = createScope({ rng: idleRng });
    const first = create(scope.child('0'), 3, 2);
    const second = create(scope.child('1'), 16, 1);
    expect(scope.parameters.map((parameter) => parameter.name)).toEqual(caseOf(name).names);
    return {
      parameters: scope.parameters,
      featureDimension: 16,
      features: (x_NHWC, mode) => tf.tidy(() => tf.mean<tf.Tensor2D>(second(first(x_NHWC, mode), mode), [1, 2])),
      dispose: () => disposeParameters(scope.parameters),
    };
  });
});

test.each([
  ['squeezeExcite', fixture.networks.se],
  ['cbam', fixture.networks.cbam],
] as const)('ResNet-18 with %s has the names, order, shapes and features of timm’s', (attention, known) => {
  const config = ResnetConfig.parse({ kind: 'resnet', depth: 18, attention });
  const network = createResnet(config, { channels: 3, rng: idleRng });
  expect(network.parameters.map((parameter) => parameter.name)).toEqual(known.names);
  expect(network.parameters.map(storedShape)).toEqual(known.shapes);
  importParameters(network.parameters, filledWeights(network.parameters));
  tf.tidy(() => {
    const found = network.features(pictures(known), { training: false }).dataSync();
    const worst = known.evaluated.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value));
    expect(Math.max(...worst)).toBeLessThan(1e-4);
  });
  network.dispose();
});

test('a vision transformer skips what timm’s skips, at rates that rise from 0 to the last block’s', () => {
  const config = VitConfig.parse({ kind: 'vit', patch: 8, width: 24, depth: 3, heads: 3, dropPath: 0.5 });
  const create = (inputSize: number) => createVit(config, { inputSize, channels: 3, rng: idleRng });
  expectNetworkParity('vit-drop', create, 6);
});

test('an EfficientNet skips what timm’s skips', () => {
  const config = EfficientNetConfig.parse({ kind: 'efficientnet', dropPath: 0.6 });
  const input = { channels: 3, rng: idleRng, scaling: { width: 0.25, depth: 0.5 } };
  expectNetworkParity('efficientnet-drop', () => createEfficientNet(config, input), 10);
});

test('dropping needs a seed, and evaluation none', () => {
  const config = VitConfig.parse({ kind: 'vit', patch: 8, width: 24, depth: 2, heads: 3, dropPath: 0.5 });
  const network = createVit(config, { inputSize: 16, channels: 1, rng: idleRng });
  tf.tidy(() => {
    const x_NHWC = tf.zeros<tf.Rank.R4>([2, 16, 16, 1]);
    expect(() => network.features(x_NHWC, { training: true })).toThrow('a seed drawn anew for every step');
    expect(network.features(x_NHWC, { training: false }).shape).toEqual([2, 24]);
  });
  network.dispose();
});
