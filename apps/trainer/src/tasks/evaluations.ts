import { batches, type Pack } from '@assay/data';
import type { Program } from '@assay/engine';
import { type Backbone, collectRows, type Evaluation, type Rows } from '@assay/ssl-core';

/** Pictures evaluated at once at most; no result depends on it. */
const BATCH_MAX = 64;

/** The pictures of an evaluation: all but what is computed of them. */
export type EvaluatedPictures = Omit<Evaluation, 'compute'>;

/** Pictures at once, so that the largest of these sets falls into full batches or nearly so. */
export function evaluationBatchSize(...counts: number[]): number {
  const largest = Math.max(1, ...counts);
  return Math.ceil(largest / Math.ceil(largest / BATCH_MAX));
}

/** Frozen features, [N, D]: no augmentation, no training mode. */
export function frozenFeatures(backbone: Backbone, pictures: EvaluatedPictures): Evaluation {
  return { ...pictures, compute: (x_NHWC) => backbone.features(x_NHWC, { training: false }) };
}

/** What an evaluation of the program says about some rows of the pack, in order; nothing about no rows. */
export async function evaluateRows(program: Program, name: string, pack: Pack, rows: Int32Array): Promise<Rows> {
  const batchSize = program.inputs[name]?.pixels?.shape[0];
  if (batchSize === undefined || rows.length === 0) return { values: new Float32Array(0), count: 0, shape: [] };
  return collectRows(program, name, batches({ pack, indices: rows, batchSize, order: 'sequential' }));
}

/** Rows of values as lists. */
export function toLists({ values, count }: Rows): number[][] {
  const length = values.length / Math.max(count, 1);
  return Array.from({ length: count }, (_, n) => [...values.subarray(n * length, (n + 1) * length)]);
}
