import { assertSameLength } from '../accuracy';
import { floatKeys } from './floatKeys';

/** Scores of a part of a set, and which of them are positives (not 0). */
export type ScoreChunk = { scores: Float32Array; truth: Uint8Array };

/** Counts of scores by the upper half of their bits: 65,536 bins, each 0.8 % of its scores wide. */
export type ScoreHistogram = { positives: Float64Array; negatives: Float64Array };

const BINS = 2 ** 16;

export function createScoreHistogram(): ScoreHistogram {
  return { positives: new Float64Array(BINS), negatives: new Float64Array(BINS) };
}

/** Adds a part of a set. @throws RangeError for unequal lengths or a score that is NaN; nothing is added then */
export function addToHistogram({ positives, negatives }: ScoreHistogram, { scores, truth }: ScoreChunk): void {
  assertSameLength(truth, scores);
  const keys = floatKeys(scores);
  for (let i = 0; i < keys.length; i++) {
    const counts = truth[i] === 0 ? negatives : positives;
    const bin = (keys[i] ?? 0) >>> 16;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/**
 * The area under the ROC curve of any number of scores, from one look at each and 1 MB. Pairs within a bin count half, so
 * `value` is off by half of their share at the most: that is `error`, a bound and no estimate. Null when only one of the
 * classes occurs. `rankFiguresInPasses` is exact.
 */
export function rocAucOfHistogram({ positives, negatives }: ScoreHistogram): { value: number; error: number } | null {
  let [above, wins, tied, falseAlarms] = [0, 0, 0, 0];
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const [p, n] = [positives[bin] ?? 0, negatives[bin] ?? 0];
    wins += n * (above + p / 2);
    tied += n * p;
    above += p;
    falseAlarms += n;
  }
  if (above === 0 || falseAlarms === 0) return null;
  return { value: wins / above / falseAlarms, error: tied / 2 / above / falseAlarms };
}
