import type { Item, Manifest } from '@assay/contracts';
import type { Rows } from '@assay/ssl-core';
import { classOf } from '../labels';
import { decodeTensors, encodeTensors } from '../tensorFile';

/** Features of some pictures at one step of a run. */
export type Embedding = {
  /** [N, D] */
  features: Float32Array;
  dimension: number;
  /** Class of each picture; -1 where it has none, or several. */
  labels: Int32Array;
  /** SHA-256 of each picture. */
  pictures: string[];
  classes: string[];
  datasetDigest: string;
  step: number;
};

const FORMAT = 'assay-embedding-1';

/** Features of rows of a manifest, with what is known of the pictures. */
export function embeddingOf(
  { values, shape }: Rows,
  rows: Int32Array,
  { manifest, datasetDigest, step }: { manifest: Manifest; datasetDigest: string; step: number },
): Embedding {
  const items = Array.from(rows, (row) => manifest.items[row]);
  return {
    features: values,
    dimension: shape[0] ?? 0,
    labels: Int32Array.from(items, labelOf),
    pictures: items.map((item) => item?.picture ?? ''),
    classes: manifest.classes,
    datasetDigest,
    step,
  };
}

/** One safetensors file: `features` [N, D] and `labels` [N]; pictures and classes as JSON in its header. */
export function encodeEmbedding(embedding: Embedding): Buffer {
  const { features, dimension, labels, pictures, classes, datasetDigest, step } = embedding;
  return encodeTensors(
    [
      { name: 'features', shape: [labels.length, dimension], data: features },
      { name: 'labels', shape: [labels.length], data: labels },
    ],
    {
      format: FORMAT,
      pictures: JSON.stringify(pictures),
      classes: JSON.stringify(classes),
      datasetDigest,
      step: String(step),
    },
  );
}

/** @throws Error when the bytes are no embedding */
export function decodeEmbedding(bytes: Buffer): Embedding {
  const { metadata, values } = decodeTensors(bytes);
  if (metadata.format !== FORMAT) throw new Error(`"${metadata.format}" is no format of an embedding`);
  const { shape, data } = values('features');
  return {
    features: Float32Array.from(data),
    dimension: shape[1] ?? 0,
    labels: Int32Array.from(values('labels').data),
    // as: what `encodeEmbedding` wrote under this format
    pictures: JSON.parse(metadata.pictures ?? '[]') as string[],
    classes: JSON.parse(metadata.classes ?? '[]') as string[],
    datasetDigest: metadata.datasetDigest ?? '',
    step: Number(metadata.step),
  };
}

function labelOf(item: Item | undefined): number {
  if (!item) return -1;
  const { label } = item;
  if (Array.isArray(label) && label.length !== 1) return -1;
  return classOf(item) ?? -1;
}
