import { createClassMeasure } from './classMeasure';
import { DETECTIONS_MAX, RECALL_THRESHOLDS } from './cocoSettings';
import type { Matching } from './matchObjects';

/** Precision over recall of one class at one threshold of overlap. */
export type DetectionCurve = {
  /** Objects that there are to be found. */
  objects: number;
  /** A point each time the score falls: what is predicted from this score on. */
  score: Float64Array;
  precision: Float64Array;
  /** NaN where there is no object. */
  recall: Float64Array;
  /** COCO's: the mean of the interpolated precision at 101 recalls; null without objects. */
  averagePrecision: number | null;
};

/**
 * The curve of a class, of all sizes, as it was matched: a point for each score that occurs. Where no class is given, over
 * the predictions of all classes together; the average precision is then the mean over the classes that have objects.
 *
 * @param threshold index among the matching's thresholds
 */
export function detectionCurve(
  matching: Matching,
  { class: only, threshold = 0 }: { class?: number | undefined; threshold?: number | undefined } = {},
): DetectionCurve {
  const classes = only === undefined ? Array.from({ length: matching.classes }, (_, k) => k) : [only];
  const predicted = classes.flatMap((k) => countedPredictions(matching, k, threshold));
  predicted.sort((a, b) => b.score - a.score);
  const objects = classes.reduce((sum, k) => sum + countObjects(matching, k), 0);
  const points: { score: number; precision: number; recall: number }[] = [];
  let right = 0;
  predicted.forEach(({ score, isRight }, i) => {
    if (isRight) right++;
    if (score === predicted[i + 1]?.score) return;
    points.push({ score, precision: right / (i + 1), recall: right / objects });
  });
  const means = classes.map((k) => averagePrecisionOf(matching, k, threshold)).filter((mean) => mean !== null);
  return {
    objects,
    score: Float64Array.from(points, ({ score }) => score),
    precision: Float64Array.from(points, ({ precision }) => precision),
    recall: Float64Array.from(points, ({ recall }) => recall),
    averagePrecision: means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length,
  };
}

/** Those that are right or wrong; what lies in crowds is neither. */
function countedPredictions({ predictions }: Matching, k: number, threshold: number) {
  const counted: { score: number; isRight: boolean }[] = [];
  for (let i = predictions.start[k] ?? 0; i < (predictions.start[k + 1] ?? 0); i++) {
    if (((predictions.ignored[i] ?? 0) >> threshold) & 1) continue;
    counted.push({ score: predictions.score[i] ?? 0, isRight: (((predictions.found[i] ?? 0) >> threshold) & 1) === 1 });
  }
  return counted;
}

function countObjects({ truth }: Matching, k: number): number {
  let objects = 0;
  for (let i = truth.start[k] ?? 0; i < (truth.start[k + 1] ?? 0); i++) if (!((truth.ignored[i] ?? 0) & 1)) objects++;
  return objects;
}

function averagePrecisionOf(matching: Matching, k: number, threshold: number): number | null {
  const figures = createClassMeasure(matching).measure(k, 0, [DETECTIONS_MAX]);
  if (!figures) return null;
  const recalls = RECALL_THRESHOLDS.length;
  const of = figures.precision.subarray(threshold * recalls, (threshold + 1) * recalls);
  return of.reduce((sum, precision) => sum + precision, 0) / recalls;
}
