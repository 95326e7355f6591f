import { rocAuc } from './rocAuc';

export type AnomalyFigures = { figures: Record<string, number>; undefined: Record<string, string> };

/**
 * Figures of a good-only model at the level of pictures.
 *
 * @param labels true or 1 is anomalous
 * @param scores larger is more anomalous
 */
export function anomalyFigures(labels: readonly (boolean | number)[], scores: ArrayLike<number>): AnomalyFigures {
  const imageAuroc = rocAuc(labels, scores);
  const anomalous = labels.filter(Boolean).length;
  const majorityShare = labels.length > 0 ? Math.max(anomalous, labels.length - anomalous) / labels.length : null;
  const figures: Record<string, number> = {};
  const missing: Record<string, string> = {};
  if (imageAuroc === null) missing.imageAuroc = 'needs both good and anomalous pictures';
  else figures.imageAuroc = imageAuroc;
  if (majorityShare === null) missing.majorityShare = 'no pictures';
  else figures.majorityShare = majorityShare;
  return { figures, undefined: missing };
}
