import type { F1Max } from '../curves/f1Max';
import { floatKeys, floatOfKey } from './floatKeys';
import { addToHistogram, createScoreHistogram, type ScoreChunk, type ScoreHistogram } from './scoreHistogram';

export type PassFigures = {
  rocAuc: number | null;
  averagePrecision: number | null;
  f1Max: F1Max | null;
  /** How often all scores were read. */
  passes: number;
};

/** Gives all parts of a set, each time it is asked, in any order. */
export type ReadChunks = () => Iterable<ScoreChunk> | AsyncIterable<ScoreChunk>;

type Details = { slotOf: Int32Array; positives: Uint32Array; negatives: Uint32Array };

const BINS = 2 ** 16;

/**
 * The exact figures of ranks of more scores than memory holds, by counting the bits of float32: the first pass counts
 * upper halves, the others the lower halves of so many upper ones as room allows. Upper halves without a positive need
 * no closer look. Scores between 0.001 and 1 have some 1,300 upper halves: 21 passes at the default, 2 at `bins: 2048`.
 *
 * @param bins upper halves a pass, each 0.5 MB of counts
 * @throws RangeError for unequal lengths or a score that is NaN
 */
export async function rankFiguresInPasses(
  read: ReadChunks,
  { bins = 64 }: { bins?: number } = {},
): Promise<PassFigures> {
  if (!(Number.isInteger(bins) && bins > 0)) throw new RangeError(`a pass needs bins, not ${bins}`);
  const histogram = createScoreHistogram();
  for await (const chunk of read()) addToHistogram(histogram, chunk);
  const sums = createSums(histogram);
  let passes = 1;
  let details: Details | null = null;
  for (let bin = BINS - 1; bin >= 0; bin--) {
    if (histogram.positives[bin] === 0) {
      sums.addNegatives(histogram.negatives[bin] ?? 0);
      continue;
    }
    if (details === null || details.slotOf[bin] === -1) {
      details = await countLowerHalves(read, nextBins(histogram, bin, bins));
      passes++;
    }
    const start = (details.slotOf[bin] ?? 0) * BINS;
    for (let low = BINS - 1; low >= 0; low--) {
      const [p, n] = [details.positives[start + low] ?? 0, details.negatives[start + low] ?? 0];
      if (p > 0) sums.add(p, n, bin * BINS + low);
      else sums.addNegatives(n);
    }
  }
  return { ...sums.figures(), passes };
}

/** The next bins from here down that hold a positive. */
function nextBins({ positives }: ScoreHistogram, from: number, count: number): number[] {
  const found: number[] = [];
  for (let bin = from; bin >= 0 && found.length < count; bin--) if (positives[bin] !== 0) found.push(bin);
  return found;
}

async function countLowerHalves(read: ReadChunks, bins: readonly number[]): Promise<Details> {
  const slotOf = new Int32Array(BINS).fill(-1);
  bins.forEach((bin, slot) => {
    slotOf[bin] = slot;
  });
  const details = {
    slotOf,
    positives: new Uint32Array(bins.length * BINS),
    negatives: new Uint32Array(bins.length * BINS),
  };
  for await (const { scores, truth } of read()) {
    const keys = floatKeys(scores);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? 0;
      const slot = slotOf[key >>> 16] ?? -1;
      if (slot === -1) continue;
      const counts = truth[i] === 0 ? details.negatives : details.positives;
      const at = slot * BINS + (key & (BINS - 1));
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return details;
}

/** Takes scores from the highest down. */
function createSums(histogram: ScoreHistogram) {
  const all = histogram.positives.reduce((sum, count) => sum + count, 0);
  const best: F1Max = { value: -1, threshold: Number.NaN };
  let [hits, falseAlarms, wins, precisions] = [0, 0, 0, 0];
  const addNegatives = (count: number): void => {
    wins += count * hits;
    falseAlarms += count;
  };
  return {
    addNegatives,
    add(positives: number, negatives: number, key: number): void {
      addNegatives(negatives);
      wins += (negatives * positives) / 2;
      hits += positives;
      precisions += (positives * hits) / (hits + falseAlarms);
      const f1 = (2 * hits) / (hits + falseAlarms + all);
      if (f1 >= best.value) {
        best.value = f1;
        best.threshold = floatOfKey(key);
      }
    },
    figures: () => ({
      rocAuc: hits > 0 && falseAlarms > 0 ? wins / hits / falseAlarms : null,
      averagePrecision: hits > 0 ? precisions / hits : null,
      f1Max: hits > 0 ? best : null,
    }),
  };
}
