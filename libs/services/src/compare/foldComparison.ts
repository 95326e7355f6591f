import type { ComparisonGroup, Difference } from '@assay/contracts';
import { cannotSay, holm, mean, type Wording } from '@assay/metrics';
import type { Context } from '../context';
import { describeFolds, isAnyFolded, isBySeed, isOutOfFold, isSamePlan, onePerSet, valuesOf } from './foldGroups';
import { compareFolds, FOLDS_MIN, type FoldSizes, foldMeans, foldSizes } from './foldValues';
import type { Group } from './groups';

type Pair = readonly [ComparisonGroup, ComparisonGroup];

/**
 * What a comparison looks like where runs are folds of a cross-validation. Folds share training pictures, so Student's
 * interval and Welch's test, which hold over seeds, do not hold over folds: theirs are the corrected resampled ones (Nadeau
 * and Bengio 2003), of folds in pairs. Groups of seeds alone are left as they are.
 */
export type FoldComparison = {
  describe(described: readonly ComparisonGroup[]): ComparisonGroup[];
  /** @param bySeed compares the pairs that have no folds */
  compare(pairs: readonly Pair[], bySeed: (pairs: readonly Pair[]) => Difference[]): Difference[];
  /** The groups with one run for all folds together, whose gathered predictions are of every picture. */
  gathered: Group[];
};

export async function createFoldComparison(
  ctx: Pick<Context, 'db'>,
  groups: readonly Group[],
  metric: string,
): Promise<FoldComparison> {
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const sizes = new Map<string, FoldSizes | null>();
  for (const group of groups.filter(isAnyFolded)) {
    const runs = group.members.map(({ run }) => run.id);
    sizes.set(group.key, await foldSizes(ctx, runs));
  }
  const groupsOf = (pair: Pair): Group[] => pair.flatMap(({ key }) => byKey.get(key) ?? []);
  const isOverSeeds = (pair: Pair): boolean => {
    const [a, b] = groupsOf(pair);
    if (!a || !b || (!isAnyFolded(a) && !isAnyFolded(b))) return true;
    return isBySeed(a, metric) && isBySeed(b, metric) && isSamePlan(a, b);
  };
  return {
    describe: (described) =>
      described.map((one) => {
        const group = byKey.get(one.key);
        return group ? describeFolds(group, one, { metric, sizes: sizes.get(one.key) ?? null }) : one;
      }),
    compare(pairs, bySeed) {
      const overSeeds = bySeed(pairs.filter(isOverSeeds));
      const overFolds = compareOverFolds(
        pairs
          .filter((pair) => !isOverSeeds(pair))
          .map((pair) => ({ pair, groups: groupsOf(pair), sizes: sizes.get(pair[0].key) ?? null, metric })),
      );
      return pairs.flatMap((pair) => (isOverSeeds(pair) ? overSeeds.shift() : overFolds.shift()) ?? []);
    },
    gathered: groups.map((group) => ({
      key: group.key,
      members: isAnyFolded(group)
        ? onePerSet(group.members).map(({ run, metric: of }) => ({ run, metric: { ...of, split: 'oof' } }))
        : group.members,
    })),
  };
}

type FoldPair = { pair: Pair; groups: Group[]; sizes: FoldSizes | null; metric: string };

function compareOverFolds(pairs: readonly FoldPair[]): Difference[] {
  const adjusted = holm(pairs.map((pair) => testFolds(pair, {}).p));
  const comparisons = adjusted.filter((p) => p !== null).length;
  return pairs.map((pair, i) => {
    const [a, b] = pair.pair;
    const names = { a: a.key, b: b.key };
    const p = adjusted[i] ?? null;
    const wording: Wording = p !== null && comparisons > 1 ? { ...names, adjusted: { p, comparisons } } : names;
    return { ...names, ...testFolds(pair, wording), pAdjusted: p, paired: null, equivalence: null, sampleSize: null };
  });
}

type Tested = Pick<Difference, 'difference' | 'low' | 'high' | 'p' | 'test' | 'says'>;

function testFolds({ pair, groups, sizes, metric }: FoldPair, wording: Wording): Tested {
  const [a, b] = groups;
  const seen = pair[0].mean - pair[1].mean;
  const none = (test: string, why: string, difference = seen): Tested => {
    const { says } = cannotSay(why, difference, wording);
    return { difference, low: null, high: null, p: null, test, says };
  };
  if (!a || !b || !isSamePlan(a, b)) return none('none', 'the two were not tested on the same folds');
  if (isOutOfFold(metric)) return none('none', 'repetitions share all pictures: compare the figure fold by fold');
  const places = [a, b].map((group) => foldMeans(valuesOf(group)));
  const [left, right] = places;
  const common = [...(left?.keys() ?? [])].filter((place) => right?.has(place));
  const differences = common.map((place) => (left?.get(place) ?? Number.NaN) - (right?.get(place) ?? Number.NaN));
  if (common.length < FOLDS_MIN || !sizes) {
    const why = sizes
      ? `a test needs ${FOLDS_MIN} folds that both have and there are ${common.length}`
      : 'the sizes of the folds are not known';
    return none('resampledT', why, common.length > 0 ? mean(differences) : seen);
  }
  const found = compareFolds(valuesOf(a), valuesOf(b), { sizes, wording });
  return {
    difference: found.effect ?? seen,
    low: found.low,
    high: found.high,
    p: found.p,
    test: 'resampledT',
    says: found.says,
  };
}
