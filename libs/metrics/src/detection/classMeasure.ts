import { RECALL_THRESHOLDS } from './cocoSettings';
import { createHits } from './hits';
import type { Matching } from './matchObjects';

/** Figures of one class in one range of sizes. */
export type ClassFigures = {
  /** [thresholds × 101], the best precision at each recall or beyond it, 0 where that is never reached. */
  precision: Float64Array;
  /** [limits][thresholds], with so many predictions of a picture. */
  recall: Float64Array[];
};

export interface ClassMeasure {
  /**
   * Null where nothing is asked for.
   *
   * @param limits how many predictions of a picture count for recall, the most certain ones
   */
  measure(k: number, area: number, limits: readonly number[]): ClassFigures | null;
}

/**
 * Precision at 101 recalls and recall of each class, as COCO has them.
 *
 * @param counts how often each picture was drawn; without them each counts once
 */
export function createClassMeasure(matching: Matching, counts?: ArrayLike<number>): ClassMeasure {
  const { predictions, truth, thresholds } = matching;
  const count = predictions.source.length;
  const everywhere = 2 ** thresholds.length - 1;
  const weightOf = (picture: number): number => (counts === undefined ? 1 : (counts[picture] ?? 0));
  const hits = thresholds.map(() => createHits(matching));

  const countTruth = (k: number, area: number): number => {
    let asked = 0;
    for (let i = truth.start[k] ?? 0; i < (truth.start[k + 1] ?? 0); i++) {
      if (!(((truth.ignored[i] ?? 0) >> area) & 1)) asked += weightOf(truth.picture[i] ?? 0);
    }
    return asked;
  };

  return {
    measure(k, area, limits) {
      const asked = countTruth(k, area);
      if (asked === 0) return null;
      for (const hit of hits) hit.clear();
      const recall = limits.map(() => new Float64Array(thresholds.length));
      let seen = 0;
      for (let i = predictions.start[k] ?? 0; i < (predictions.start[k + 1] ?? 0); i++) {
        const ignored = predictions.ignored[area * count + i] ?? 0;
        const weight = weightOf(predictions.picture[i] ?? 0);
        if (ignored === everywhere || weight === 0) continue;
        seen += weight;
        const found = predictions.found[area * count + i] ?? 0;
        // Most predictions are wrong at every threshold: these are counted in `seen` and need nothing else.
        if ((found | ignored) === 0) continue;
        for (let t = 0; t < thresholds.length; t++) {
          if ((ignored >> t) & 1) hits[t]?.putAside(weight);
          else if ((found >> t) & 1) hits[t]?.add(weight, seen);
        }
        const rank = predictions.rank[i] ?? 0;
        recall.forEach((of, m) => {
          if (rank >= (limits[m] ?? 0)) return;
          for (let t = 0; t < of.length; t++) if ((found >> t) & 1) of[t] = (of[t] ?? 0) + weight;
        });
      }
      const precision = new Float64Array(thresholds.length * RECALL_THRESHOLDS.length);
      for (const [t, hit] of hits.entries()) hit.interpolate(asked, precision, t * RECALL_THRESHOLDS.length);
      return { precision, recall: recall.map((of) => of.map((found) => found / asked)) };
    },
  };
}
