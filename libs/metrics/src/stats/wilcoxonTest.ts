import { normalTwoSidedP } from './normal';
import { pairDifferences } from './pairedTTest';
import { midranks } from './rankedFigures';
import { cannotSay, type Finding, number, sayDifference, type Wording, worded } from './says';

export type WilcoxonTest = Finding & {
  /** The smaller of the two sums of ranks, as SciPy's `statistic`. */
  statistic: number | null;
  method: 'exact' | 'normal';
};

export type WilcoxonOptions = Wording & {
  /** Exact up to 50 pairs, with ties or zeros up to 13, else by the normal distribution, as SciPy chooses. */
  method?: 'auto' | 'exact' | 'normal' | undefined;
  /** Half a rank towards the middle when by the normal distribution. */
  isCorrected?: boolean | undefined;
};

const EXACT_MAX = 50;
const EXACT_TIED_MAX = 13;

/**
 * Wilcoxon's signed rank test (1945) of pairs; pairs without a difference are left out (SciPy's `zero_method='wilcox'`).
 * The effect is the median of all pairwise means of differences (Hodges and Lehmann 1963), its interval the one that
 * the exact distribution without ties gives, null where so few pairs give none.
 *
 * It assumes differences symmetric about their median, not normal ones. With five seeds or fewer p cannot fall below
 * 0.0625 whatever was measured, so it can show nothing there: use `pairedTTest`.
 */
export function wilcoxonTest(a: readonly number[], b: readonly number[], options: WilcoxonOptions = {}): WilcoxonTest {
  const { method = 'auto', isCorrected = true, ...wording } = options;
  const all = pairDifferences(a, b);
  const differences = all.filter((difference) => difference !== 0);
  const n = differences.length;
  if (n === 0)
    return { ...cannotSay('no pair differs', all.length > 0 ? 0 : null, wording), statistic: null, method: 'exact' };
  const ranks = midranks(differences.map(Math.abs));
  const positive = ranks.reduce((sum, rank, i) => sum + ((differences[i] ?? 0) > 0 ? rank : 0), 0);
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);
  const isTied = new Set(ranks).size < n || n < all.length;
  const isExact = method === 'exact' || (method === 'auto' && all.length <= (isTied ? EXACT_TIED_MAX : EXACT_MAX));
  const p = isExact ? exactP(ranks, statistic) : normalP(ranks, { statistic, isCorrected });
  const effect = hodgesLehmann(differences.length < all.length ? all : differences);
  const { low, high } = signedRankInterval(all, worded(wording).level);
  const least = 2 * 0.5 ** n;
  const says =
    isExact && least >= 1 - worded(wording).level
      ? `Ranks of ${n} pairs can show nothing: p cannot fall below ${number(least)} whatever was measured.`
      : sayDifference({ effect, low, high, p, over: 'seeds' }, wording);
  return { effect, low, high, p, says, statistic, method: isExact ? 'exact' : 'normal' };
}

/** P of a sum of ranks as small, both sides, over all signs; ranks are doubled, so that halves of ties are whole. */
function exactP(ranks: Float64Array, statistic: number): number {
  const chances = signChances(Array.from(ranks, (rank) => Math.round(2 * rank)));
  const tail = chances.subarray(0, Math.round(2 * statistic) + 1).reduce((sum, chance) => sum + chance, 0);
  return Math.min(1, 2 * tail);
}

function normalP(ranks: Float64Array, { statistic, isCorrected }: { statistic: number; isCorrected: boolean }): number {
  const n = ranks.length;
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
  const error = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  const distance = (n * (n + 1)) / 4 - statistic;
  return normalTwoSidedP(Math.max(0, distance - (isCorrected && distance > 0 ? 0.5 : 0)) / error);
}

/** The chance of each sum when each rank counts or not with chance one half. */
function signChances(ranks: readonly number[]): Float64Array {
  const chances = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 1));
  chances[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    for (let sum = reached + rank; sum >= 0; sum--) {
      const without = chances[sum] ?? 0;
      chances[sum] = (without + (sum >= rank ? (chances[sum - rank] ?? 0) : 0)) / 2;
    }
    reached += rank;
  }
  return chances;
}

function walshAverages(differences: readonly number[]): Float64Array {
  const averages = differences.flatMap((one, i) => differences.slice(i).map((other) => (one + other) / 2));
  return Float64Array.from(averages).sort();
}

function hodgesLehmann(differences: readonly number[]): number {
  const averages = walshAverages(differences);
  const middle = (averages.length - 1) / 2;
  return ((averages[Math.floor(middle)] ?? 0) + (averages[Math.ceil(middle)] ?? 0)) / 2;
}

/** The averages that bound what the exact test does not reject; null where even the outermost say too little. */
function signedRankInterval(
  differences: readonly number[],
  level: number,
): { low: number | null; high: number | null } {
  const none = { low: null, high: null };
  if (differences.length > EXACT_MAX * 4) return none;
  const chances = signChances(differences.map((_, i) => i + 1));
  const tail = (1 - level) / 2;
  let [cut, sum] = [0, chances[0] ?? 0];
  while (sum <= tail) {
    cut++;
    sum += chances[cut] ?? 0;
  }
  if (cut === 0) return none;
  const averages = walshAverages(differences);
  return { low: averages[cut - 1] ?? null, high: averages[averages.length - cut] ?? null };
}
