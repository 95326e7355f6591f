import type { PredictionsHeader } from '@assay/contracts';
import { expect, test } from 'vitest';
import { decodeColumns, encodeColumns } from './columnBytes';
import { digestAt, type PredictionColumns } from './predictionColumns';

const header: PredictionsHeader = {
  version: 1,
  task: 'probe',
  datasetDigest: 'd'.repeat(64),
  split: 'test',
  // A character of several bytes moves the columns to another offset than the text's length says.
  classes: ['Lötstelle', 'offen'],
  scores: 'probability',
  threshold: null,
  protocol: { name: 'p', parameters: { folds: 5 } },
};
const columns: PredictionColumns = {
  header,
  kind: 'classes',
  paths: ['a.png', 'b/ü.png', 'c.png'],
  scores: Float64Array.of(0.1 + 0.2, 0.7, 5e-324, 1, -0, Number.MAX_VALUE),
  labels: Int32Array.of(0, -1, 1),
  groups: Int32Array.of(0, 0, 1),
  pictures: Uint8Array.from({ length: 96 }, (_, i) => i + 1),
  maps: Uint8Array.from({ length: 96 }, (_, i) => (i < 32 ? 0 : 255 - i)),
  has: { boxes: false, masks: true },
};

test.each([
  ['all columns', columns],
  ['no parts and no heat maps', { ...columns, groups: null, maps: null }],
  ['one anomaly score a picture', { ...columns, kind: 'anomaly' as const, scores: Float64Array.of(3, 2, 1) }],
  ['no scores', { ...columns, kind: 'none' as const, scores: new Float64Array(0) }],
])('columns come back bit by bit: %s', (_, value) => {
  const bytes = encodeColumns(value);
  expect(decodeColumns(bytes.buffer)).toEqual(value);
  expect(() => decodeColumns(bytes.buffer.slice(0, -1))).toThrow(RangeError);
});

test('a digest reads as the address of its artifact, and zeros as none', () => {
  expect(digestAt(columns.pictures, 0)).toMatch(/^0102030405.*1f20$/);
  expect(digestAt(columns.maps, 0)).toBeNull();
  expect(digestAt(columns.maps, 1)).toMatch(/^dfdedd/);
  expect(digestAt(null, 0)).toBeNull();
});
