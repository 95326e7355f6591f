import { averagePrecisionOfSorted } from '../averagePrecision';
import { type F1Max, f1MaxOfSorted } from '../curves/f1Max';
import { sortedClasses } from '../ranking/sortedClasses';
import { rocAucOfSorted } from '../rocAuc';

export type ImageFigures = {
  imageAuroc: number | null;
  imageAp: number | null;
  imageF1Max: F1Max | null;
  /** Why a figure is null. */
  undefined: Record<string, string>;
};

/**
 * Figures of a good-only model at the level of pictures.
 *
 * @param labels true or 1 is anomalous
 * @param scores larger is more anomalous
 * @throws RangeError for unequal lengths or a score that is NaN
 */
export function imageFigures(labels: ArrayLike<boolean | number>, scores: ArrayLike<number>): ImageFigures {
  const sorted = sortedClasses(labels, scores);
  const missing: Record<string, string> = {};
  if (sorted.positives.length === 0 || sorted.negatives.length === 0) {
    missing.imageAuroc = 'needs both good and anomalous pictures';
  }
  if (sorted.positives.length === 0) {
    for (const key of ['imageAp', 'imageF1Max']) missing[key] = 'no picture is anomalous';
  }
  return {
    imageAuroc: rocAucOfSorted(sorted),
    imageAp: averagePrecisionOfSorted(sorted),
    imageF1Max: f1MaxOfSorted(sorted),
    undefined: missing,
  };
}
