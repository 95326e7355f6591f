import { normalCdf, normalQuantile } from './normal';
import { type Interval, quantile } from './resample';
import { LEVEL } from './says';

/**
 * The bias-corrected and accelerated interval (Efron 1987, section 3) from a bootstrap's values and the figure with each
 * unit left out. Null when every value lies on one side of the estimate or leaving out changes nothing.
 */
export function bcaInterval({
  values,
  estimate,
  leftOut,
  level = LEVEL,
}: {
  values: readonly number[];
  estimate: number;
  leftOut: readonly number[];
  level?: number | undefined;
}): Interval | null {
  const sorted = Float64Array.from(values).sort();
  const below = values.reduce((sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0);
  if (below === 0 || below === values.length) return null;
  const bias = normalQuantile(below / values.length);
  const centre = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  const squares = leftOut.reduce((sum, value) => sum + (centre - value) ** 2, 0);
  if (!(squares > 0)) return null;
  const skew = leftOut.reduce((sum, value) => sum + (centre - value) ** 3, 0) / (6 * squares ** 1.5);
  const place = (p: number): number => {
    const shifted = bias + normalQuantile(p);
    return normalCdf(bias + shifted / (1 - skew * shifted));
  };
  return { low: quantile(sorted, place((1 - level) / 2)), high: quantile(sorted, place((1 + level) / 2)) };
}
