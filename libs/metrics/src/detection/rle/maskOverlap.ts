import type { Overlap } from '../objects';
import type { Rle } from './rle';
import { rleBox } from './rleBox';
import { rleIou } from './rleIou';

/** Intersection over union of masks; of a crowd the share of the prediction that lies within it. */
export function maskOverlap(predictions: readonly Rle[], truth: readonly Rle[], isCrowd: ArrayLike<number>): Overlap {
  const predicted = boxesOf(predictions);
  const boxes = boxesOf(truth);
  return (prediction, object) => {
    const a = predictions[prediction];
    const b = truth[object];
    // Most pairs of a picture are far apart, which their boxes tell without walking along the runs.
    if (!a || !b || !meet(predicted, 4 * prediction, boxes, 4 * object)) return 0;
    return rleIou(a, b, isCrowd[object] === 1);
  };
}

function boxesOf(masks: readonly Rle[]): Float64Array {
  const boxes = new Float64Array(4 * masks.length);
  masks.forEach((mask, i) => {
    const { x, y, w, h } = rleBox(mask);
    boxes.set([x, y, x + w, y + h], 4 * i);
  });
  return boxes;
}

function meet(a: Float64Array, i: number, b: Float64Array, j: number): boolean {
  const width = Math.min(a[i + 2] ?? 0, b[j + 2] ?? 0) - Math.max(a[i] ?? 0, b[j] ?? 0);
  const height = Math.min(a[i + 3] ?? 0, b[j + 3] ?? 0) - Math.max(a[i + 1] ?? 0, b[j + 1] ?? 0);
  return width > 0 && height > 0;
}
