import { atIndex, type ThresholdFigures } from './atThreshold';
import type { ThresholdCounts } from './thresholdCounts';

export type Costs = {
  /** Of a positive (defective piece) that passes. */
  escape: number;
  /** Of a negative (sound piece) that is thrown out. */
  overkill: number;
  /**
   * Share of positives where the threshold will be used, 0-1. Without it that of the pieces measured, which is rarely
   * the line's: test sets hold more defects.
   */
  prevalence?: number;
};

export type CostedThreshold = ThresholdFigures & {
  /** Expected cost a piece. */
  cost: number;
};

/** Costs that are equal may differ in their last digits. */
const EQUAL = 1e-12;

/**
 * The threshold at which a piece costs the least: prevalence × escape rate × cost of an escape + (1 - prevalence) ×
 * overkill rate × cost of an overkill. One of the scores that occur, or infinity where it is cheapest to let all pass;
 * among equals the lowest, which lets the fewest escape. Null when only one of the two classes occurs.
 *
 * @throws RangeError for a negative cost, none above 0, or a prevalence outside 0-1
 */
export function bestThresholdByCost(counts: ThresholdCounts, costs: Costs): CostedThreshold | null {
  const { positives, negatives, thresholds, truePositives, falsePositives } = counts;
  const prevalence = checkCosts(costs, positives / (positives + negatives));
  if (positives === 0 || negatives === 0) return null;
  const miss = (prevalence * costs.escape) / positives;
  const alarm = ((1 - prevalence) * costs.overkill) / negatives;
  const costAt = (reached: number): number =>
    miss * (positives - (truePositives[reached - 1] ?? 0)) + alarm * (falsePositives[reached - 1] ?? 0);
  let least = costAt(0);
  for (let k = 1; k <= thresholds.length; k++) least = Math.min(least, costAt(k));
  let reached = thresholds.length;
  while (costAt(reached) > least * (1 + EQUAL)) reached--;
  const threshold = reached === 0 ? Number.POSITIVE_INFINITY : (thresholds[reached - 1] ?? Number.NaN);
  return { ...atIndex(counts, { reached, threshold }), cost: costAt(reached) };
}

function checkCosts(costs: Costs, measured: number): number {
  const { prevalence } = costs;
  for (const name of ['escape', 'overkill'] as const) {
    const cost = costs[name];
    if (!(cost >= 0 && Number.isFinite(cost))) throw new RangeError(`the cost of an ${name} cannot be ${cost}`);
  }
  if (costs.escape === 0 && costs.overkill === 0) throw new RangeError('one of the two costs must be above 0');
  if (prevalence === undefined) return measured;
  if (!(prevalence >= 0 && prevalence <= 1)) throw new RangeError(`a prevalence is from 0 to 1, not ${prevalence}`);
  return prevalence;
}
