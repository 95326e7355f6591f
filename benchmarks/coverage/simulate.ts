import { clopperPearsonInterval, createRandom } from '@assay/metrics';
import type { CoverageCase } from './cases';

/** How often an interval of 95 % held the truth. */
export type Coverage = {
  interval: string;
  experiments: number;
  /** Experiments in which there was no interval; the share is of the others. */
  without: number;
  covered: number;
  /** What the number of experiments leaves to chance, at 99 %. */
  low: number;
  high: number;
  /** What it should lie in: from 0.95 on for an exact interval, 0.92-0.98 for another, 0.92 where few data make it wide; null where it is not used. */
  wanted: { min: number; max: number } | null;
  /** Whether it does, as far as so many experiments can tell. */
  isKept: boolean | null;
};

const EXACT = { min: 0.95, max: 1 };
const OTHERS = { min: 0.92, max: 0.98 };
const WIDE = { min: 0.92, max: 1 };

function wantedOf({ unused = [], exact, wide = [] }: CoverageCase, interval: string): Coverage['wanted'] {
  if (unused.includes(interval)) return null;
  if (exact.includes(interval)) return EXACT;
  return wide.includes(interval) ? WIDE : OTHERS;
}

export function simulateCoverage(
  one: CoverageCase,
  { experiments, seed = 1 }: { experiments: number; seed?: number },
): Coverage[] {
  const random = createRandom(seed);
  const counts = new Map<string, { held: number; with: number }>();
  for (let i = 0; i < experiments; i++) {
    for (const [interval, isHeld] of Object.entries(one.experiment(random, seed * 1_000_003 + i))) {
      const count = counts.get(interval) ?? { held: 0, with: 0 };
      counts.set(interval, count);
      if (isHeld === null) continue;
      count.with++;
      if (isHeld) count.held++;
    }
  }
  return [...counts].flatMap(([interval, { held, with: n }]): Coverage[] => {
    if (n === 0) return [];
    const { low, high } = clopperPearsonInterval(held, n, 0.99);
    const wanted = wantedOf(one, interval);
    const isKept = wanted && high >= wanted.min && low <= wanted.max;
    return [{ interval, experiments, without: experiments - n, covered: held / n, low, high, wanted, isKept }];
  });
}
