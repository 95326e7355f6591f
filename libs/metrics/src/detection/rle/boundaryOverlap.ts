import type { Overlap } from '../objects';
import { maskBoundary } from './maskBoundary';
import { maskOverlap } from './maskOverlap';
import type { Rle } from './rle';
import { rleIou } from './rleIou';

/**
 * The smaller of the overlaps of masks and of their boundaries: what Boundary AP matches by (Cheng et al. 2021). Crowds
 * have no boundary of interest and are matched by the mask alone.
 */
export function boundaryOverlap(
  predictions: readonly Rle[],
  truth: readonly Rle[],
  isCrowd: ArrayLike<number>,
): Overlap {
  const ofMasks = maskOverlap(predictions, truth, isCrowd);
  const ofPredictions = lazily(predictions);
  const ofTruth = lazily(truth);
  return (prediction, object) => {
    const iou = ofMasks(prediction, object);
    if (iou === 0 || isCrowd[object] === 1) return iou;
    const a = ofPredictions(prediction);
    const b = ofTruth(object);
    return a && b ? Math.min(iou, rleIou(a, b)) : iou;
  };
}

/** Most masks meet no other of their class: boundaries are made when they are asked for. */
function lazily(masks: readonly Rle[]): (i: number) => Rle | undefined {
  const made: Rle[] = [];
  return (i) => {
    const mask = masks[i];
    if (mask) made[i] ??= maskBoundary(mask);
    return made[i];
  };
}
