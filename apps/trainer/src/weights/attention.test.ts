import { readFileSync } from 'node:fs';
import { tf } from '@assay/engine';
import { expect, it } from 'vitest';
import { mapWeights } from './mapWeights';
import { describeNetwork, openNetwork } from './network';
import { recogniseWeights } from './recogniseWeights';
import { parseShapes } from './testing/checkpoints';
import { fill, filledTensors } from './testing/filledTensors';

/** timm's names, shapes and features, by tools/reference/weights_attention.py. */
const { side, networks }: { side: number; networks: Record<string, { names: string; features: number[] }> } =
  JSON.parse(readFileSync(new URL('./fixtures/attention.json', import.meta.url), 'utf8'));

const tensorsOf = (network: string) => parseShapes(networks[network]?.names ?? '');

it.each([
  ['seresnet18', { depth: 18, attention: 'squeezeExcite' }],
  ['seresnet50', { depth: 50, attention: 'squeezeExcite' }],
  ['resnet18 with cbam', { depth: 18, attention: 'cbam' }],
])("timm's %s is recognised, and every tensor has its place", (network, expected) => {
  const tensors = tensorsOf(network);
  const source = recogniseWeights(tensors, {}, {});
  expect(source.backbone).toMatchObject({ kind: 'resnet', width: 64, stem: 'imagenet', ...expected });
  const mapping = mapWeights({ tensors, source, ...describeNetwork(source) });
  expect([mapping.missing, mapping.extra, mapping.classes]).toEqual([[], [], 1000]);
  expect(mapping.leftOut.every((name) => name.endsWith('num_batches_tracked'))).toBe(true);
});

// CBAM and bottlenecks are held to timm's in the tests of the backbones.
it("timm's seresnet18, filled, gives timm's features", () => {
  const tensors = filledTensors(tensorsOf('seresnet18'));
  const found = recogniseWeights(tensors, {}, {});
  const source = { ...found, input: { ...found.input, size: side } };
  const opened = openNetwork(source, mapWeights({ tensors, source, ...describeNetwork(source) }).tensors);
  const features = tf.tidy(() => {
    const x_NHWC = tf.tensor4d(fill('input', side * side * 3), [1, side, side, 3]);
    return opened.backbone.features(x_NHWC, { training: false }).dataSync();
  });
  opened.dispose();
  const wanted = networks.seresnet18?.features ?? [];
  expect(features).toHaveLength(wanted.length);
  const largest = Math.max(...wanted.map(Math.abs));
  const differences = wanted.map((value, i) => Math.abs(value - (features[i] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThan(1e-4 * largest);
}, 120_000);

it('is held against the name that the user gives', () => {
  const tensors = tensorsOf('seresnet18');
  expect(recogniseWeights(tensors, {}, { backbone: 'seresnet18.ra2_in1k' }).words).toBe('seresnet18');
  expect(() => recogniseWeights(tensors, {}, { backbone: 'resnet18' })).toThrow(
    /resnet18 has attention none, the file squeezeExcite/,
  );
  expect(() => recogniseWeights(tensors, {}, { backbone: 'seresnet50' })).toThrow(
    /seresnet50 has depth 50, the file 18/,
  );
  const plain = new Map([...tensors].filter(([name]) => !name.includes('.se.')));
  expect(() => recogniseWeights(plain, {}, { backbone: 'seresnet18' })).toThrow(
    /seresnet18 has attention squeezeExcite, the file none/,
  );
});

it('says which tensor is missing where one block has lost its attention', () => {
  const tensors = tensorsOf('seresnet18');
  tensors.delete('layer3.1.se.fc2.weight');
  const source = recogniseWeights(tensors, {}, {});
  expect(mapWeights({ tensors, source, ...describeNetwork(source) }).missing).toEqual(['layer3.1.se.fc2.weight']);
});

it("refuses a header that says another attention than the tensors, and timm's networks of another stem", () => {
  const header = {
    backbone: JSON.stringify({ kind: 'resnet', depth: 18 }),
    input: JSON.stringify({ size: 224, channels: 3, resize: 'stretch', mean: [0], std: [1] }),
  };
  expect(() => recogniseWeights(tensorsOf('seresnet18'), header, {})).toThrow(
    /its header says attention none, its tensors squeezeExcite/,
  );
  const legacy = new Map(
    [...tensorsOf('seresnet18')].map(([name, tensor]) => [name.replace('.se.', '.se_module.'), tensor]),
  );
  expect(() => recogniseWeights(legacy, {}, {})).toThrow(/se_module\.fc1\.weight, as in timm's legacy_seresnet/);
});
