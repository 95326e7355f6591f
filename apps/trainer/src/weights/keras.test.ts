import { readFixtureFiles } from '@assay/engine/testing';
import { expect, it, test } from 'vitest';
import { fromKeras } from './keras';
import { mapWeights } from './mapWeights';
import { describeNetwork } from './network';
import { readForeignWeights } from './readForeignWeights';
import { recogniseWeights } from './recogniseWeights';
import { checkpointTensors } from './testing/checkpoints';

const fileOf = (key: string) => ({
  format: 'keras' as const,
  metadata: {},
  notes: [],
  tensors: checkpointTensors(key),
});

it.each([
  ['keras EfficientNetB0', 'b0'],
  ['keras EfficientNetB1', 'b1'],
])('%s has a place for every tensor', (key, variant) => {
  const { tensors, hints } = fromKeras(fileOf(key), 'a.keras');
  const source = recogniseWeights(tensors, {}, { backbone: hints.backbone });
  expect(source.backbone).toMatchObject({ kind: 'efficientnet', variant, convention: 'tensorflow' });
  const mapping = mapWeights({ tensors, source, ...describeNetwork(source) });
  expect([mapping.missing, mapping.extra, mapping.classes]).toEqual([[], [], 1000]);
});

test("Keras's ResNet is another network, and says so", () => {
  expect(() => fromKeras(fileOf('keras ResNet50'), 'a.h5')).toThrow(/a\.h5: Keras's ResNet halves the picture/);
});

test("Keras's network is never the one that pads as PyTorch does, and an error names the file", async () => {
  const bytes = readFixtureFiles().bytes('keras.weights.h5');
  const read = (backbone?: string) => readForeignWeights({ path: 'a.h5', bytes, backbone });
  await expect(read('efficientnet_b0')).rejects.toThrow(/--backbone: efficientnet_b0 pads.*say tf_efficientnet_b0/);
  await expect(read()).rejects.toThrow(/^a\.h5: an EfficientNet of/);
});

test('kernels are turned to the order of PyTorch, and the statistics are those of the file', () => {
  const count = (shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, i) => i),
  });
  const statistics = (values: number[]) => ({ shape: [3], data: Float32Array.from(values) });
  const tensors = new Map([
    ['stem_conv/kernel', count([1, 2, 3, 2])],
    ['block1a_dwconv/kernel', count([2, 2, 3, 1])],
    ['predictions/kernel', count([2, 3])],
    ['normalization/mean', statistics([0.485, 0.456, 0.406])],
    ['normalization/variance', statistics([0.229, 0.224, 0.225])],
  ]);
  const found = fromKeras({ format: 'keras', metadata: {}, notes: [], tensors }, 'a.h5');
  // [h, w, i, o] lies at ((h * 2 + w) * 3 + i) * 2 + o.
  expect(found.tensors.get('conv_stem.weight')).toEqual({
    shape: [2, 3, 1, 2],
    data: Float32Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11),
  });
  // [h, w, c, 1] lies at (h * 2 + w) * 3 + c.
  expect(found.tensors.get('blocks.0.0.conv_dw.weight')).toEqual({
    shape: [3, 1, 2, 2],
    data: Float32Array.of(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11),
  });
  expect(found.tensors.get('classifier.weight')).toEqual({ shape: [3, 2], data: Float32Array.of(0, 3, 1, 4, 2, 5) });
  expect(found.hints).toMatchObject({ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
  tensors.set('normalization/variance', statistics([4, 1, 0.25]));
  expect(fromKeras({ format: 'keras', metadata: {}, notes: [], tensors }, 'a.h5').hints.std).toEqual([2, 1, 0.5]);
});
