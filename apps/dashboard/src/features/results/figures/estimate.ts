import { type BootstrapInterval, rateInterval } from '@assay/metrics';

/** How an interval was made; the screen says it. `parts` draws whole parts, since their pictures depend on each other. */
export type IntervalKind = 'wilson' | 'clopper-pearson' | 'bootstrap' | 'parts' | 'delong';

/** A figure with its 95 % interval, as far as there is one. */
export type Estimate = {
  value: number | null;
  low: number | null;
  high: number | null;
  kind: IntervalKind | null;
  /** Why there is a figure without an interval. */
  reason: string | null;
};

export const UNDEFINED: Estimate = { value: null, low: null, high: null, kind: null, reason: null };

/** A rate of pictures that do not depend on each other. */
export function rateEstimate(part: number, of: number): Estimate {
  const found = rateInterval(part, of);
  return found ? { value: found.rate, low: found.low, high: found.high, kind: found.kind, reason: null } : UNDEFINED;
}

export function bootstrapEstimate(found: BootstrapInterval | undefined, isByPart: boolean): Estimate {
  if (!found || found.estimate === null) return UNDEFINED;
  const { estimate: value, low, high, reason } = found;
  return { value, low, high, kind: low === null ? null : isByPart ? 'parts' : 'bootstrap', reason };
}

/** Enough for two steady digits; fewer where a round walks over many pictures. */
export function roundsFor(pictures: number): number {
  return pictures > 5000 ? 500 : 2000;
}
