import type { Overlap } from './objects';

/**
 * Intersection over union of boxes in columns; of a crowd the share of the prediction that lies within it. The order of
 * operations is pycocotools', down to the last bit.
 *
 * @param predictions [N × 4] and
 * @param truth [M × 4]: x, y, width, height
 * @param isCrowd [M]
 */
export function boxOverlap(predictions: Float64Array, truth: Float64Array, isCrowd: Uint8Array): Overlap {
  return (prediction, object) => {
    const d = 4 * prediction;
    const g = 4 * object;
    const dx = predictions[d] ?? 0;
    const dw = predictions[d + 2] ?? 0;
    const gx = truth[g] ?? 0;
    const gw = truth[g + 2] ?? 0;
    const w = Math.min(dw + dx, gw + gx) - Math.max(dx, gx);
    if (w <= 0) return 0;
    const dy = predictions[d + 1] ?? 0;
    const dh = predictions[d + 3] ?? 0;
    const gy = truth[g + 1] ?? 0;
    const gh = truth[g + 3] ?? 0;
    const h = Math.min(dh + dy, gh + gy) - Math.max(dy, gy);
    if (h <= 0) return 0;
    const shared = w * h;
    const area = dw * dh;
    return shared / (isCrowd[object] ? area : area + gw * gh - shared);
  };
}
