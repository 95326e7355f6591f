import type { Box } from './box';

/**
 * Intersection over union of two boxes, 0-1; 0 where they do not overlap or have no area. Of a crowd it is the share of
 * the prediction that lies within it (COCO's rule). The order of operations is pycocotools', down to the last bit.
 */
export function boxIou(prediction: Box, truth: Box & { crowd?: boolean | undefined }): number {
  const w = Math.min(prediction.w + prediction.x, truth.w + truth.x) - Math.max(prediction.x, truth.x);
  if (w <= 0) return 0;
  const h = Math.min(prediction.h + prediction.y, truth.h + truth.y) - Math.max(prediction.y, truth.y);
  if (h <= 0) return 0;
  const shared = w * h;
  const area = prediction.w * prediction.h;
  return shared / (truth.crowd ? area : area + truth.w * truth.h - shared);
}
