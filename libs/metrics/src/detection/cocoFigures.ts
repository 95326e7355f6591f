import { pairwiseMean } from '../ranking/pairwiseMean';
import { type ClassFigures, createClassMeasure } from './classMeasure';
import { DETECTIONS_MAX, IOU_THRESHOLDS, RECALL_THRESHOLDS } from './cocoSettings';
import type { Matching } from './matchObjects';

export type CocoSummary = {
  ap: number | null;
  ap50: number | null;
  ap75: number | null;
  apSmall: number | null;
  apMedium: number | null;
  apLarge: number | null;
  ar1: number | null;
  ar10: number | null;
  ar100: number | null;
  arSmall: number | null;
  arMedium: number | null;
  arLarge: number | null;
};

export type CocoFigures = CocoSummary & {
  /** In class order. */
  perClass: { ap: number | null; ap50: number | null }[];
};

const LIMITS = [1, 10, DETECTIONS_MAX] as const;
const AT_50 = IOU_THRESHOLDS.indexOf(0.5);
const AT_75 = IOU_THRESHOLDS.indexOf(0.75);

/**
 * COCO's twelve figures and each class's average precision, equal to pycocotools' to the last bit: means over
 * thresholds, recalls and those classes that have objects in the range of sizes. Null where there is no such class.
 *
 * @param matching with COCO's thresholds and ranges of sizes, as `matchObjects` makes it
 * @param counts how often each picture was drawn; without them each counts once
 */
export function cocoFigures(matching: Matching, counts?: ArrayLike<number>): CocoFigures {
  const measure = createClassMeasure(matching, counts);
  const classes = Array.from({ length: matching.classes }, (_, k) => k);
  // A range of sizes at a time: its precisions are a number for each class, threshold and recall.
  const [all, small, medium, large] = [0, 1, 2, 3].map((area) => {
    const limits = area === 0 ? LIMITS : [DETECTIONS_MAX];
    const figures = classes.map((k) => measure.measure(k, area, limits));
    return { figures, present: figures.filter((found) => found !== null) };
  });
  return {
    ap: meanPrecision(all?.present),
    ap50: meanPrecision(all?.present, AT_50),
    ap75: meanPrecision(all?.present, AT_75),
    apSmall: meanPrecision(small?.present),
    apMedium: meanPrecision(medium?.present),
    apLarge: meanPrecision(large?.present),
    ar1: meanRecall(all?.present, 0),
    ar10: meanRecall(all?.present, 1),
    ar100: meanRecall(all?.present, 2),
    arSmall: meanRecall(small?.present, 0),
    arMedium: meanRecall(medium?.present, 0),
    arLarge: meanRecall(large?.present, 0),
    perClass: (all?.figures ?? []).map((found) => {
      const present = found ? [found] : [];
      return { ap: meanPrecision(present), ap50: meanPrecision(present, AT_50) };
    }),
  };
}

/** In pycocotools' order: thresholds, then recalls, then classes. */
function meanPrecision(present: readonly ClassFigures[] = [], only?: number): number | null {
  const recalls = RECALL_THRESHOLDS.length;
  const rows = only === undefined ? IOU_THRESHOLDS.length * recalls : recalls;
  const first = (only ?? 0) * recalls;
  const values = new Float64Array(rows * present.length);
  present.forEach(({ precision }, k) => {
    for (let row = 0; row < rows; row++) values[row * present.length + k] = precision[first + row] ?? 0;
  });
  return values.length === 0 ? null : pairwiseMean(values);
}

function meanRecall(present: readonly ClassFigures[] = [], limit: number): number | null {
  const thresholds = IOU_THRESHOLDS.length;
  const values = new Float64Array(thresholds * present.length);
  present.forEach(({ recall }, k) => {
    for (let t = 0; t < thresholds; t++) values[t * present.length + k] = recall[limit]?.[t] ?? 0;
  });
  return values.length === 0 ? null : pairwiseMean(values);
}
