import { areaInterval } from '../stats/areaInterval';
import { type DrawPlan, drawnIntervals, type FigureInterval } from '../stats/drawnIntervals';
import { orderScores, weightedAuroc, weightedAveragePrecision } from '../stats/rankedFigures';
import { weightedF1Max } from './weightedF1Max';

const BCA_MAX = 2000;

/**
 * Intervals of the figures of `imageFigures`: DeLong for the area, the bootstrap for the rest, and for all where pictures
 * come in groups. They speak of other pictures of the same kind for this model as it is, not of training again; of the
 * best F1 they cover the value, where each draw may pick its own threshold.
 *
 * @throws RangeError as `imageFigures` does, or when there is not one group a picture
 */
export function imageIntervals(
  labels: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  plan: DrawPlan = {},
): Record<string, FigureInterval> {
  const order = orderScores(scores);
  const drawn = drawnIntervals(
    (weights) => ({
      imageAuroc: weightedAuroc(order, { labels, weights }),
      imageAp: weightedAveragePrecision(order, { labels, weights }),
      'imageF1Max.value': weightedF1Max(order, { labels, weights }),
    }),
    { ...plan, units: labels.length, bcaMax: BCA_MAX },
  );
  const area = plan.groups ? null : areaInterval(labels, scores, plan.level);
  return area ? { ...drawn, imageAuroc: area } : drawn;
}
