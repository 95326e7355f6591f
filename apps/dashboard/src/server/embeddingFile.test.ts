import { expect, test } from 'vitest';
import { readEmbeddingMap } from './embeddingFile';

const digests = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64));

/** A safetensors file as the trainer writes it. */
function embedding({ hasMap }: { hasMap: boolean }): Buffer {
  const labels = Buffer.alloc(16);
  for (const [n, label] of [0, 1, -1, 1].entries()) labels.writeInt32LE(label, 4 * n);
  const map = Buffer.alloc(32);
  for (let i = 0; i < 8; i++) map.writeFloatLE(i / 3, 4 * i);
  const header = JSON.stringify({
    __metadata__: {
      format: 'assay-embedding-1',
      datasetDigest: 'e'.repeat(64),
      step: '12',
      pictures: JSON.stringify(digests),
      classes: '["good","spot"]',
      trustworthiness: hasMap ? '0.75' : 'null',
    },
    labels: { dtype: 'I32', shape: [4], data_offsets: [0, 16] },
    ...(hasMap ? { map: { dtype: 'F32', shape: [4, 2], data_offsets: [16, 48] } } : {}),
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), labels, ...(hasMap ? [map] : [])]);
}

const storeOf = (bytes: Buffer) => ({ read: async () => bytes });

test('a map is read with its pictures, classes and trustworthiness', async () => {
  expect(await readEmbeddingMap(storeOf(embedding({ hasMap: true })), '1'.repeat(64))).toEqual({
    step: 12,
    pictures: digests,
    classes: ['good', 'spot'],
    labels: [0, 1, -1, 1],
    map: [0, 0.33333, 0.66667, 1, 1.3333, 1.6667, 2, 2.3333],
    trustworthiness: 0.75,
  });
});

test('too few pictures have no map', async () => {
  const found = await readEmbeddingMap(storeOf(embedding({ hasMap: false })), '2'.repeat(64));
  expect([found.map, found.trustworthiness]).toEqual([[], null]);
});

test('another file is refused', async () => {
  const header = JSON.stringify({
    __metadata__: { format: 'assay-checkpoint-1' },
    labels: { dtype: 'I32', data_offsets: [0, 0] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const bytes = Buffer.concat([length, Buffer.from(header)]);
  await expect(readEmbeddingMap(storeOf(bytes), '3'.repeat(64))).rejects.toThrow(/embedding/);
});
