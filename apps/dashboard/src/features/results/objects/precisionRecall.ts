import type { MatchedPicture } from './matchPictures';

export type CurvePoint = { score: number; precision: number; recall: number };

/**
 * Precision and recall over all pictures at every score that occurs, the highest first. What lies in a crowd counts
 * neither way. Nothing where there is nothing to be found or nothing was found.
 */
export function precisionRecall(pictures: readonly MatchedPicture[]): CurvePoint[] {
  let asked = 0;
  const found: { score: number; isHit: boolean }[] = [];
  for (const { picture, matches } of pictures) {
    asked += matches.truth.filter(({ kind }) => kind !== 'crowd').length;
    for (const [index, { kind }] of matches.predictions.entries()) {
      if (kind !== 'ignored') found.push({ score: picture.boxes[index]?.score ?? 0, isHit: kind === 'truePositive' });
    }
  }
  if (asked === 0) return [];
  found.sort((a, b) => b.score - a.score);
  const points: CurvePoint[] = [];
  let hits = 0;
  for (const [index, { score, isHit }] of found.entries()) {
    if (isHit) hits += 1;
    // Boxes of one score come in together.
    if (found[index + 1]?.score === score) continue;
    points.push({ score, precision: hits / (index + 1), recall: hits / asked });
  }
  return points;
}

/** Area under the curve with COCO's rule: at each of 101 recalls the best precision of any score that reaches it. */
export function averagePrecision(points: readonly CurvePoint[]): number | null {
  if (points.length === 0) return null;
  let total = 0;
  for (let step = 0; step <= 100; step++) {
    const reached = points.filter(({ recall }) => recall >= step / 100);
    total += reached.reduce((best, { precision }) => Math.max(best, precision), 0);
  }
  return total / 101;
}
