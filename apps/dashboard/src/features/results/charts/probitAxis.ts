import { normalQuantile } from '@assay/metrics';
import type { PlotAxis } from '~/ui/Plot';

const TICKS = [0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95];

/**
 * An axis of normal deviates for error rates: two normal distributions of scores make a straight line (Martin et al.
 * 1997). Rates of 0 and 1 have no place on it; they lie at its ends, half a picture away.
 *
 * @param pictures that a rate is a share of
 */
export function probitAxis(label: string, pictures: number): PlotAxis {
  const least = Math.min(0.25, 0.5 / Math.max(1, pictures));
  const place = (rate: number) => normalQuantile(Math.min(1 - least, Math.max(least, rate)));
  return {
    label,
    from: least,
    to: 1 - least,
    ticks: TICKS.filter((at) => at > least && at < 1 - least).map((at) => ({ at, label: `${at * 100} %` })),
    place,
  };
}
