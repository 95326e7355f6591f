import { expect, test } from 'vitest';
import { embeddingBytes } from '~/embedding/testing/embeddingBytes';
import { readEmbeddingMap } from './embeddingFile';

const given = {
  features: Array.from({ length: 12 }, (_, i) => i / 7),
  dimension: 3,
  step: 12,
  labels: [0, 1, -1, 1],
};
const storeOf = (bytes: Uint8Array) => ({ read: async () => Buffer.from(bytes) });

test('a map is read with its pictures, classes and trustworthiness', async () => {
  const bytes = embeddingBytes({ ...given, map: Array.from({ length: 8 }, (_, i) => i / 3), trustworthiness: 0.75 });
  expect(await readEmbeddingMap(storeOf(bytes), '1'.repeat(64))).toEqual({
    digest: '1'.repeat(64),
    step: 12,
    pictures: [0, 1, 2, 3].map((n) => n.toString(16).padStart(64, '0')),
    classes: ['good', 'spot'],
    labels: [0, 1, -1, 1],
    map: [0, 0.33333, 0.66667, 1, 1.3333, 1.6667, 2, 2.3333],
    trustworthiness: 0.75,
  });
});

test('too few pictures have no map', async () => {
  const found = await readEmbeddingMap(storeOf(embeddingBytes(given)), '2'.repeat(64));
  expect([found.map, found.trustworthiness]).toEqual([[], null]);
});

test('another file is refused', async () => {
  const bytes = embeddingBytes({ ...given, format: 'assay-checkpoint-1' });
  await expect(readEmbeddingMap(storeOf(bytes), '3'.repeat(64))).rejects.toThrow(/embedding/);
});
