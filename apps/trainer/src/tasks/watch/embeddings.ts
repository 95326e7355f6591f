import { projectPoints } from '@assay/classical';
import { EmbeddingHeader, type Item, type Manifest, parseOrExplain } from '@assay/contracts';
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

/** Fewer points make no map. */
const MAP_MIN = 4;

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

/** One safetensors file, see EmbeddingHeader; with the map of the principal components where there are enough pictures. */
export function encodeEmbedding(embedding: Embedding): Buffer {
  const { features, dimension, labels, pictures, classes, datasetDigest, step } = embedding;
  const count = labels.length;
  const map = count < MAP_MIN ? null : projectPoints({ values: features, dimension }, 'pca');
  return encodeTensors(
    [
      { name: 'features', shape: [count, dimension], data: features },
      { name: 'labels', shape: [count], data: labels },
      ...(map ? [{ name: 'map', shape: [count, 2], data: Float32Array.from(map.coordinates) }] : []),
    ],
    {
      format: 'assay-embedding-1',
      pictures: JSON.stringify(pictures),
      classes: JSON.stringify(classes),
      datasetDigest,
      step: String(step),
      trustworthiness: JSON.stringify(map?.trustworthiness ?? null),
    },
  );
}

/** @throws InputError when the header is not an embedding's */
export function decodeEmbedding(bytes: Buffer): Embedding & { trustworthiness: number | null } {
  const { metadata, values } = decodeTensors(bytes);
  const { format: _, ...header } = parseOrExplain(EmbeddingHeader, metadata, 'embedding');
  const { shape, data } = values('features');
  return {
    ...header,
    features: Float32Array.from(data),
    dimension: shape[1] ?? 0,
    labels: Int32Array.from(values('labels').data),
  };
}

function labelOf(item: Item | undefined): number {
  if (!item) return -1;
  const { label } = item;
  if (Array.isArray(label) && label.length !== 1) return -1;
  return classOf(item) ?? -1;
}
