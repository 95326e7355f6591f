/** Evenly spaced numbers, computed as numpy does: a step times an index, and the end itself. */
function spaced(start: number, end: number, count: number): readonly number[] {
  const step = (end - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? end : i * step + start));
}

/** 0.50, 0.55, … 0.95 */
export const IOU_THRESHOLDS = spaced(0.5, 0.95, 10);
/** 0, 0.01, … 1 */
export const RECALL_THRESHOLDS = spaced(0, 1, 101);
/** Square pixels, both ends included; the first holds all objects. */
export const AREA_RANGES = [
  [0, 1e10],
  [0, 32 ** 2],
  [32 ** 2, 96 ** 2],
  [96 ** 2, 1e10],
] as const;
/** Predictions of a class in a picture that count, the most certain first. */
export const DETECTIONS_MAX = 100;
