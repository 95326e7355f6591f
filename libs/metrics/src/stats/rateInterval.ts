import { betaQuantile } from './betaQuantile';
import { normalQuantile } from './normal';
import type { Interval } from './resample';
import { LEVEL, number, percent } from './says';

export type RateInterval = Interval & {
  rate: number;
  kind: 'wilson' | 'clopper-pearson';
  /** Rate, interval, which interval it is and why. */
  says: string;
};

/** From this many of the rarer outcome on, Wilson's interval keeps what it promises closely enough. */
export const RARE_MIN = 5;

/**
 * The interval of a rate that fits the numbers: Wilson's where both outcomes occur at least five times, Clopper and
 * Pearson's below, which never covers too little. Never the percentile bootstrap, which gives [1, 1] without an error.
 *
 * It does not apply where trials depend on each other, as several pictures of one part do: `groupedRateInterval` is for
 * these. Null when there is no trial.
 *
 * @throws RangeError on counts that are none
 */
export function rateInterval(successes: number, n: number, level = LEVEL): RateInterval | null {
  assertCounts(successes, n);
  if (n === 0) return null;
  const rare = Math.min(successes, n - successes);
  const kind = rare >= RARE_MIN ? 'wilson' : 'clopper-pearson';
  const interval = (kind === 'wilson' ? wilsonInterval : clopperPearsonInterval)(successes, n, level);
  const rate = successes / n;
  const range = `${number(rate)} (${successes} of ${n}; ${percent(level)} interval ${number(interval.low)} to ${number(interval.high)}`;
  const says =
    kind === 'wilson'
      ? `${range}, Wilson).`
      : `${range}, Clopper-Pearson, since only ${rare} of the rarer outcome were seen).`;
  return { rate, ...interval, kind, says };
}

/**
 * Wilson's score interval (1927): all rates that a normal test would not reject. It covers 95 % on average over rates,
 * not at each: near 0 and 1 it can fall below 92 %.
 */
export function wilsonInterval(successes: number, n: number, level = LEVEL): Interval {
  assertCounts(successes, n);
  const z = normalQuantile((1 + level) / 2);
  const rate = successes / n;
  const scale = 1 + (z * z) / n;
  const centre = (rate + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
  };
}

/** Clopper and Pearson's interval (1934): exact, so it covers at least `level` at every rate, mostly more. */
export function clopperPearsonInterval(successes: number, n: number, level = LEVEL): Interval {
  assertCounts(successes, n);
  return betaInterval(successes, n, level);
}

/** The same for numbers that need not be whole, as an effective number of trials is. */
export function betaInterval(successes: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2;
  return {
    low: successes <= 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes >= n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}

function assertCounts(successes: number, n: number): void {
  const isCount = Number.isInteger(successes) && Number.isInteger(n) && successes >= 0 && successes <= n;
  if (!isCount) throw new RangeError(`${successes} of ${n} is no count of successes`);
}
