import type { ThresholdFigures } from '@assay/metrics';

type Costs = { escape: number; overkill: number; prevalence?: number };

/** Expected cost a piece at a threshold; null when one of the two sides was never seen. */
export function costOf(at: ThresholdFigures, costs: Costs): number | null {
  if (at.escapeRate === null || at.overkillRate === null) return null;
  const positives = at.truePositives + at.falseNegatives;
  const negatives = at.falsePositives + at.trueNegatives;
  const share = costs.prevalence ?? positives / (positives + negatives);
  return share * at.escapeRate * costs.escape + (1 - share) * at.overkillRate * costs.overkill;
}
