import { projectPoints } from '@assay/classical';
import { readEmbedding } from '~/embedding/embeddingBytes';

/** Maps that are made when somebody asks for them; principal components are stored with the features. */
export type MadeMethod = 'tsne' | 'umap';

export type MadeMap = {
  /** [N, 2] */
  points: Float64Array;
  /** At most 1; null for too few points to tell. */
  trustworthiness: number | null;
};

export type MapRequest = {
  /** The file of an embedding. */
  bytes: Uint8Array;
  method: MadeMethod;
  /** [N, 2], the map of the step before; null for the first one. */
  start: Float64Array | null;
};

/** t-SNE computes every pair in every round, and holds three numbers a pair: this many take a minute and 100 MB. */
export const TSNE_POINTS_MAX = 2000;

/** A map as `assay embed` makes it, begun at the step before. @throws InputError when the bytes are no embedding's */
export function makeMap({ bytes, method, start }: MapRequest): MadeMap {
  const { coordinates, trustworthiness } = projectPoints(readEmbedding(bytes).features(), method, {
    start: start ?? undefined,
  });
  return { points: coordinates, trustworthiness };
}
