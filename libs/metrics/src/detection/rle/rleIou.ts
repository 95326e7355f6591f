import { type Rle, rleArea } from './rle';

/**
 * Intersection over union of two masks of one size, 0-1; of a crowd the share of the prediction that lies within it.
 * Walks along both sequences of runs as pycocotools does.
 */
export function rleIou(prediction: Rle, truth: Rle, isCrowd = false): number {
  const a = prediction.counts;
  const b = truth.counts;
  let restA = a[0] ?? 0;
  let restB = b[0] ?? 0;
  let nextA = 1;
  let nextB = 1;
  let isA = false;
  let isB = false;
  let shared = 0;
  let either = 0;
  let rest = 1;
  while (rest > 0) {
    const run = Math.min(restA, restB);
    if (isA || isB) either += run;
    if (isA && isB) shared += run;
    restA -= run;
    restB -= run;
    if (restA === 0 && nextA < a.length) {
      restA = a[nextA++] ?? 0;
      isA = !isA;
    }
    if (restB === 0 && nextB < b.length) {
      restB = b[nextB++] ?? 0;
      isB = !isB;
    }
    rest = restA + restB;
  }
  if (shared === 0) return 0;
  return shared / (isCrowd ? rleArea(prediction) : either);
}
