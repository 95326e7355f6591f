import { ROUNDS } from './bootstrapInterval';
import { pairedBootstrap } from './pairedBootstrap';
import { createRandom } from './random';
import { midranks, orderScores, weightedAuroc, weightedAveragePrecision } from './rankedFigures';
import { cannotSay, type Finding, sayDifference, type Wording } from './says';

export const RANKED_FIGURES = { auroc: weightedAuroc, ap: weightedAveragePrecision };

export type PermutationInput = {
  /** 1 or true for a defect. */
  labels: ArrayLike<number | boolean>;
  a: ArrayLike<number>;
  b: ArrayLike<number>;
  figure: keyof typeof RANKED_FIGURES;
  rounds?: number | undefined;
  seed?: number | undefined;
  /** Whether the two models' scores mean the same; else their ranks are swapped. */
  isOneScale?: boolean | undefined;
};

/**
 * Permutation test of two models' AUROC or average precision on the same pictures: if the models are exchangeable, a
 * picture's two scores may be swapped. All swaps where they are no more than `rounds`, else as many at random, with the
 * observed one counted in (Phipson and Smyth 2010). Swapped are ranks within each model, as Venkatraman and Begg (1996)
 * do, unless both score on one scale. The interval is the paired bootstrap's.
 *
 * The null hypothesis is that the models are exchangeable, which is more than equal areas. It does not apply to
 * different pictures or pictures that depend on each other, nor to training noise.
 */
export function permutationTest(input: PermutationInput, wording: Wording = {}): Finding & { isExact: boolean } {
  const { labels, figure, rounds = ROUNDS, seed = 0, isOneScale = false } = input;
  const n = labels.length;
  if (input.a.length !== n || input.b.length !== n) throw new RangeError(`${n} labels need ${n} scores of each model`);
  const [a, b] = isOneScale ? [input.a, input.b] : [midranks(input.a), midranks(input.b)];
  const measure = RANKED_FIGURES[figure];
  const [orderedA, orderedB] = [orderScores(a), orderScores(b)];
  const bootstrap = pairedBootstrap(
    {
      a: (weights) => measure(orderedA, { labels, weights }),
      b: (weights) => measure(orderedB, { labels, weights }),
    },
    { units: n, rounds, seed, ...wording },
  );
  const { effect, low, high } = bootstrap;
  const isExact = n < 31 && 2 ** n <= rounds;
  if (effect === null) return { ...cannotSay('both classes must occur', null, wording), isExact };

  const both = orderScores([...Array.from(a), ...Array.from(b)]);
  const twice = [...Array.from(labels), ...Array.from(labels)];
  const differ = (isSwapped: (unit: number) => boolean): number => {
    const weights = Uint8Array.from(twice, (_, i) => (isSwapped(i % n) === i >= n ? 1 : 0));
    const left = measure(both, { labels: twice, weights }) ?? 0;
    return left - (measure(both, { labels: twice, weights: weights.map((weight) => 1 - weight) }) ?? 0);
  };
  // Sums in another order may differ in the last digits; a swap of equals must count as equal.
  const least = Math.abs(effect) - 1e-12;
  let atLeast = 0;
  const total = isExact ? 2 ** n : rounds;
  const random = createRandom(seed + 1);
  for (let round = 0; round < total; round++) {
    const swaps = isExact ? null : Uint8Array.from({ length: n }, () => (random() < 0.5 ? 1 : 0));
    const found = differ((unit) => (swaps === null ? ((round >> unit) & 1) === 1 : swaps[unit] === 1));
    if (Math.abs(found) >= least) atLeast++;
  }
  const p = isExact ? atLeast / total : (atLeast + 1) / (total + 1);
  return { effect, low, high, p, says: sayDifference({ effect, low, high, p, over: 'pictures' }, wording), isExact };
}
