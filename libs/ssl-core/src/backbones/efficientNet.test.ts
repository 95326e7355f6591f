import { createHash } from 'node:crypto';
import { EFFICIENT_NET_VARIANTS, EfficientNetConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { importParameters, storedShape } from '../layers/parameters';
import { createRng } from '../rng';
import { filledWeights } from '../testing/filling';
import { caseOf, expectNetworkParity, idleRng, pictures } from '../testing/parity';
import { createEfficientNet } from './efficientNet';
import fixture from './fixtures/efficientNet.json';

/** As in tools/reference/backbones_efficientnet.py. */
const SMALL = { width: 0.25, depth: 0.5 };
const createSmall = (config: Partial<EfficientNetConfig>) =>
  createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet', ...config }), {
    channels: 3,
    rng: idleRng,
    scaling: SMALL,
  });
const SMALL_CASES: [keyof typeof fixture.cases, Partial<EfficientNetConfig>][] = [
  ['efficientnet-small', {}],
  ['efficientnet-small-tensorflow', { convention: 'tensorflow' }],
  ['efficientnet-small-lite', { variant: 'lite0' }],
];

test.each(SMALL_CASES)('%s gives timm’s features, gradients and running statistics', (name, config) => {
  expectNetworkParity(name, () => createSmall(config));
});

test.each(SMALL_CASES)('%s has timm’s names, and its maps at strides 4, 8, 16 and 32', (name, config) => {
  const known = caseOf(name);
  const network = createSmall(config);
  expect(network.parameters.map((parameter) => parameter.name)).toEqual(known.names);
  expect(network.parameters.map(storedShape)).toEqual(known.shapes);
  importParameters(network.parameters, filledWeights(network.parameters));
  tf.tidy(() => {
    const maps = network.stages(pictures(known), { training: false });
    const { stages } = fixture.cases[name];
    expect(maps.map(({ shape }) => shape)).toEqual(stages.map(({ shape }) => shape));
    for (const [i, { samples }] of stages.entries()) {
      const found = maps[i]?.dataSync() ?? new Float32Array();
      for (const [j, wanted] of samples.entries()) {
        expect(Math.abs((found[Math.floor((j * found.length) / 5)] ?? Number.NaN) - wanted)).toBeLessThan(1e-4);
      }
    }
  });
  network.dispose();
});

test.each(EFFICIENT_NET_VARIANTS)('%s has the names, order, shapes and number of parameters of timm', (variant) => {
  const network = createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet', variant }), {
    channels: 3,
    rng: idleRng,
  });
  const lines = network.parameters.map((parameter) => `${parameter.name} ${storedShape(parameter)}\n`);
  const known = fixture.networks[`efficientnet_${variant}`];
  expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(known.outline);
  const counts = network.parameters.filter(({ isTrainable }) => isTrainable).map(({ variable }) => variable.size);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(known.parameters);
  network.dispose();
});

test('weights start by the outgoing side of each group, as timm’s', () => {
  const network = createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet' }), {
    channels: 3,
    rng: createRng(1),
  });
  const deviationOf = (name: string) => {
    const values = network.parameters.find((parameter) => parameter.name === name)?.variable.dataSync() ?? [];
    return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
  };
  expect(deviationOf('blocks.5.1.conv_dw.weight') / Math.sqrt(2 / 25)).toBeCloseTo(1, 1);
  expect(deviationOf('conv_head.weight') / Math.sqrt(2 / 1280)).toBeCloseTo(1, 1);
  expect(deviationOf('blocks.5.1.se.conv_reduce.weight') / Math.sqrt(2 / 48)).toBeCloseTo(1, 1);
  network.dispose();
});
