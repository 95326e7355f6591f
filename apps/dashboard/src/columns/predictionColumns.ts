import type { PredictionsHeader } from '@assay/contracts';

/** Bytes of a SHA-256. */
export const DIGEST_BYTES = 32;
/** What a picture without a label has in `labels`. */
export const NO_LABEL = -1;

/**
 * The predictions on one split, a column a fact, so that a browser computes with 20,000 of them at once. N pictures with
 * S scores each: one a class, or the anomaly score alone, or none where only boxes or masks were predicted.
 */
export type PredictionColumns = {
  header: PredictionsHeader;
  /** `classes`: a score a class; `anomaly`: one, larger is more anomalous; `none`: there is nothing to rank by. */
  kind: 'classes' | 'anomaly' | 'none';
  /** Of each picture, in the order of the artifact. */
  paths: string[];
  /** [N, S] */
  scores: Float64Array<ArrayBuffer>;
  /** [N], an index into the header's classes or NO_LABEL. */
  labels: Int32Array<ArrayBuffer>;
  /** [N], equal for pictures of one part; null when every picture stands for itself. */
  groups: Int32Array<ArrayBuffer> | null;
  /** [N, 32] */
  pictures: Uint8Array<ArrayBuffer>;
  /** [N, 32], zeros where there is none; null when no picture has a heat map. */
  maps: Uint8Array<ArrayBuffer> | null;
  /** Whether any picture has true or predicted boxes, or masks. */
  has: { boxes: boolean; masks: boolean };
};

/** The SHA-256 of a row of `pictures` or `maps` as it stands in an address; null where there is none. */
export function digestAt(digests: Uint8Array | null, row: number): string | null {
  const bytes = digests?.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES);
  if (bytes === undefined || bytes.every((byte) => byte === 0)) return null;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** How many scores a picture has. */
export function scoresEach({ kind, header }: Pick<PredictionColumns, 'kind' | 'header'>): number {
  if (kind === 'none') return 0;
  return kind === 'anomaly' ? 1 : header.classes.length;
}
