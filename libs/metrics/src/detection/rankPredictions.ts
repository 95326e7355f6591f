import { groupBy, indices, pick } from '../ranking/groupBy';
import { sortDescending } from '../ranking/sortDescending';
import type { PredictedObjects } from './objects';

export type RankedPredictions = {
  start: Uint32Array;
  source: Uint32Array;
  picture: Uint32Array;
  rank: Uint8Array;
  score: Float64Array;
};

/**
 * Predictions a class after the other in descending order of score; equal scores in the order of their pictures, and of
 * one picture in the order given. Of a class in a picture only the first `countMax` (at most 255) are kept.
 */
export function rankPredictions(
  predictions: PredictedObjects,
  { pictures, classes, countMax }: { pictures: number; classes: number; countMax: number },
): RankedPredictions {
  const { picture, score } = predictions;
  const { order, start } = groupBy(
    groupBy(indices(picture.length), picture, pictures).order,
    predictions.class,
    classes,
  );
  const rank = new Uint8Array(order.length);
  const seen = new Uint16Array(pictures);
  const keptStart = new Uint32Array(classes + 1);
  let kept = 0;
  for (let k = 0; k < classes; k++) {
    const from = start[k] ?? 0;
    const to = start[k + 1] ?? 0;
    sortDescending(order, score, { start: from, end: to });
    const first = kept;
    for (let i = from; i < to; i++) {
      const d = order[i] ?? 0;
      const p = picture[d] ?? 0;
      const before = seen[p] ?? 0;
      if (before >= countMax) continue;
      seen[p] = before + 1;
      // What is kept moves up within the same array: it never overtakes what is read.
      order[kept] = d;
      rank[kept++] = before;
    }
    for (let i = first; i < kept; i++) seen[picture[order[i] ?? 0] ?? 0] = 0;
    keptStart[k + 1] = kept;
  }
  const source = order.slice(0, kept);
  const scores = new Float64Array(kept);
  for (let i = 0; i < kept; i++) scores[i] = score[source[i] ?? 0] ?? 0;
  return { start: keptStart, source, picture: pick(picture, source), rank: rank.slice(0, kept), score: scores };
}
