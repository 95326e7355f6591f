import { type BootstrapPlan, type CountedFigure, defined, ROUNDS, UNITS_MIN } from './bootstrapInterval';
import { percentileInterval, resampleCounts } from './resample';
import { cannotSay, type Finding, sayDifference, type Wording, worded } from './says';

/**
 * The paired bootstrap (Efron and Tibshirani 1993, chapter 16): both models' figures on the same drawn pictures, round
 * by round; the interval is the percentile interval of their difference, p is read off where that interval would just
 * touch zero, with one round added on either side so that it is never 0.
 *
 * For figures without a test of their own (F1, balanced accuracy, IoU). It does not apply to fewer than ten pictures or
 * groups and is somewhat too sure below about fifty, nor where pictures depend on each other and no groups are given,
 * nor to training noise: two seeds of one config can differ by it, for the models compared are taken as they are.
 */
export function pairedBootstrap(
  figures: { a: CountedFigure; b: CountedFigure },
  { units, rounds = ROUNDS, seed = 0, groups, ...wording }: BootstrapPlan & Wording,
): Finding {
  const { level } = worded(wording);
  const differ = (counts: Uint16Array): number | null => {
    const [left, right] = [defined(figures.a(counts)), defined(figures.b(counts))];
    return left === null || right === null ? null : left - right;
  };
  const effect = differ(new Uint16Array(units).fill(1));
  if (effect === null) return cannotSay('the figure is undefined for one of the two', null, wording);
  const drawn = groups === undefined ? units : new Set(Array.from(groups)).size;
  if (drawn < UNITS_MIN) {
    return cannotSay(`fewer than ${UNITS_MIN} ${groups ? 'groups' : 'pictures'}`, effect, wording);
  }
  const values: number[] = [];
  for (const counts of resampleCounts({ units, rounds, seed, groups })) {
    const value = differ(counts);
    if (value !== null) values.push(value);
  }
  if (values.length < rounds / 2) return cannotSay('the figure is undefined in most rounds', effect, wording);
  // Sums of weighted terms may differ in their last digit.
  if (values.every((value) => Math.abs(value - effect) <= 1e-12)) {
    return cannotSay('the two differ alike in every round, so the spread cannot be told', effect, wording);
  }
  const { low, high } = percentileInterval(values, level);
  const atMost = values.filter((value) => value <= 0).length;
  const atLeast = values.filter((value) => value >= 0).length;
  const p = Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (values.length + 1));
  return { effect, low, high, p, says: sayDifference({ effect, low, high, p, over: 'pictures' }, wording) };
}
