import type { ComparisonGroup, Difference, Tested } from '@assay/contracts';
import {
  cannotSay,
  type Finding,
  holm,
  pairedTTest,
  sampleSizeMeans,
  sayDifference,
  variance,
  type Wording,
  welchEquivalence,
  welchTest,
  wilcoxonTest,
} from '@assay/metrics';
import { SEEDS_MIN } from './groups';

/**
 * The differences of pairs of groups over their seeds. Intervals and p are null below three seeds on either side, or when
 * nothing varies. Holm's correction counts all pairs that were asked for.
 */
export function compareGroups(pairs: Pairs, margin?: number | undefined): Difference[] {
  const tests = pairs.map(([a, b]) => (hasSeeds(a, b) ? welchTest(valuesOf(a), valuesOf(b)) : null));
  const corrections = correct(tests.map((test) => test?.p ?? null));
  const comparisons = Math.max(1, tests.filter((test) => test !== null).length);
  const paired = pairAllBySeed(pairs);
  return pairs.map(([a, b], i) => {
    const [test, { pAdjusted = null, ...wording } = {}] = [tests[i], corrections[i]];
    const difference = a.mean - b.mean;
    const names = { a: a.key, b: b.key };
    return {
      ...names,
      difference,
      low: test?.low ?? null,
      high: test?.high ?? null,
      p: test?.p ?? null,
      test: 'welch',
      pAdjusted,
      says: test
        ? sayDifference({ ...test, effect: difference, over: 'seeds' }, { ...names, ...wording })
        : cannotSay(whyNoTest(a, b), difference, names).says,
      paired: paired[i] ?? null,
      equivalence: margin === undefined ? null : equivalence(a, b, margin),
      sampleSize: sampleSize(a, b, comparisons),
    };
  });
}

/** Holm's p of each, and how to word it where there are several. */
export function correct(
  values: readonly (number | null)[],
): { pAdjusted: number | null; adjusted?: Wording['adjusted'] }[] {
  const comparisons = values.filter((p) => p !== null).length;
  return holm(values).map((p) =>
    p === null || comparisons < 2 ? { pAdjusted: p } : { pAdjusted: p, adjusted: { p, comparisons } },
  );
}

/** What a test of the library found, in the words of the contract. */
export function tested({ effect, low, high, p, says }: Finding): Tested {
  return { difference: effect, low, high, p, says };
}

function valuesOf(group: ComparisonGroup): number[] {
  return group.values.map(({ value }) => value);
}

function hasSeeds(a: ComparisonGroup, b: ComparisonGroup): boolean {
  return a.n >= SEEDS_MIN && b.n >= SEEDS_MIN;
}

function whyNoTest(a: ComparisonGroup, b: ComparisonGroup): string {
  const few = [a, b].filter(({ n }) => n < SEEDS_MIN).map(({ key, n }) => `${key} has ${n}`);
  if (few.length > 0) return `a test needs ${SEEDS_MIN} seeds a group and ${few.join(' and ')}`;
  return 'no seed differs from another, so the spread cannot be told';
}

type Pairs = readonly (readonly [ComparisonGroup, ComparisonGroup])[];

function pairAllBySeed(pairs: Pairs): Difference['paired'][] {
  const sides = pairs.map(([a, b]) => pairBySeed(a, b));
  const test = (run: (of: { a: number[]; b: number[] }, wording: Wording) => Finding) => {
    const plain = sides.map((side) => (side ? run(side, {}).p : null));
    const corrections = correct(plain);
    return sides.map((side, i) => {
      const [[a, b] = [], { pAdjusted = null, ...wording } = {}] = [pairs[i], corrections[i]];
      return side ? { ...tested(run(side, { a: a?.key, b: b?.key, ...wording })), pAdjusted } : null;
    });
  };
  const [tTests, wilcoxons] = [
    test(({ a, b }, of) => pairedTTest(a, b, of)),
    test(({ a, b }, of) => wilcoxonTest(a, b, of)),
  ];
  return sides.map((side, i) => {
    const [tTest, wilcoxon] = [tTests[i], wilcoxons[i]];
    return side && tTest && wilcoxon ? { seeds: side.seeds, tTest, wilcoxon } : null;
  });
}

/** The values of both groups seed by seed; null unless both have the same seeds, three or more, each once. */
function pairBySeed(a: ComparisonGroup, b: ComparisonGroup): { seeds: number[]; a: number[]; b: number[] } | null {
  const bySeed = (group: ComparisonGroup) => new Map(group.values.map(({ seed, value }) => [seed, value]));
  const [left, right] = [bySeed(a), bySeed(b)];
  const seeds = [...left.keys()].sort((one, other) => one - other);
  // A seed that occurs twice (a group of several configs) has no one partner.
  const isOnce = left.size === a.n && right.size === b.n;
  const isSame = left.size === right.size && seeds.every((seed) => right.has(seed));
  if (!isOnce || !isSame || seeds.length < SEEDS_MIN) return null;
  const valuesOn = (side: Map<number, number>) => seeds.map((seed) => side.get(seed) ?? Number.NaN);
  return { seeds, a: valuesOn(left), b: valuesOn(right) };
}

function equivalence(a: ComparisonGroup, b: ComparisonGroup, margin: number): Difference['equivalence'] {
  const names = { a: a.key, b: b.key };
  if (!hasSeeds(a, b)) {
    return { ...tested(cannotSay(whyNoTest(a, b), a.mean - b.mean, names)), margin, isEquivalent: null };
  }
  const found = welchEquivalence({ a: valuesOf(a), b: valuesOf(b), margin }, names);
  return { ...tested(found), margin, isEquivalent: found.isEquivalent };
}

/**
 * From the spread that was seen, which few seeds know to an order of magnitude. With several comparisons at the level
 * that the strictest of Holm's steps asks for, so that the answer does not call enough what the correction calls too few.
 */
function sampleSize(a: ComparisonGroup, b: ComparisonGroup, comparisons: number): Difference['sampleSize'] {
  const [left, right] = [variance(valuesOf(a)), variance(valuesOf(b))];
  if (left === null || right === null || !hasSeeds(a, b)) return null;
  const level = 1 - 0.05 / comparisons;
  const { n, says } = sampleSizeMeans({ difference: a.mean - b.mean, std: Math.sqrt((left + right) / 2), level });
  const more = n === null ? null : Math.max(0, n - Math.min(a.n, b.n));
  const corrected = comparisons > 1 ? ` The level is corrected for ${comparisons} comparisons.` : '';
  if (more === null) return { perGroup: n, more, says: `${says}${corrected}` };
  const there = more === 0 ? 'There are as many.' : `That is ${more} more than there are.`;
  const rough = 'Few seeds tell the spread roughly, so take it as an order of magnitude.';
  return { perGroup: n, more, says: `${says}${corrected} ${there} ${rough}` };
}
