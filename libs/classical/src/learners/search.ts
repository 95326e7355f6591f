import { accuracy, balancedAccuracy, confusionMatrix } from '@assay/metrics';
import { type ClassifierOptions, classifierScores, trainClassifier } from './classifier';
import { type ClassRows, countRows, pickRows } from './rows';

export type SearchMetric = 'accuracy' | 'balancedAccuracy';

export type FoldedRows = ClassRows & {
  /** Rows of one picture that stand one after the other, itself first; only it is asked about. Labels are of pictures. */
  copies: number;
  /** Fold of each picture. */
  folds: ArrayLike<number>;
};

/** The mean over folds of a share that is right on pictures that were not learned from. */
export type Candidate<Options> = { options: Options; score: number; ofFolds: number[] };

/**
 * Trains each candidate once for each fold, on the others, with the scale of the features fitted anew.
 *
 * @param between called after each training with how many are done; what it throws ends the search
 * @returns the candidates in order, and the best; the first of equals
 */
export async function searchClassifier<Options extends ClassifierOptions>(
  candidates: readonly Options[],
  rows: FoldedRows,
  { metric, between }: { metric: SearchMetric; between: (done: number, total: number) => Promise<void> },
): Promise<{ candidates: Candidate<Options>[]; best: Candidate<Options> }> {
  const pictures = Array.from(rows.labels);
  const D = rows.features.length / (pictures.length * rows.copies);
  countRows(rows.features, D);
  const folds = [...new Set(Array.from(rows.folds))].sort((a, b) => a - b);
  const found = candidates.map((options) => ({ options, ofFolds: [] as number[] }));
  let done = 0;
  // Fold by fold, so that its rows are picked once.
  for (const fold of folds) {
    const asked = pictures.flatMap((_, i) => (rows.folds[i] === fold ? [i] : []));
    const known = pictures.flatMap((_, i) => (rows.folds[i] === fold ? [] : [i]));
    const learned = known.flatMap((i) => Array.from({ length: rows.copies }, (_, copy) => i * rows.copies + copy));
    const training = {
      features: pickRows(rows.features, D, learned),
      labels: learned.map((row) => pictures[Math.floor(row / rows.copies)] ?? 0),
      classes: rows.classes,
    };
    const questions = pickRows(
      rows.features,
      D,
      asked.map((i) => i * rows.copies),
    );
    const truth = asked.map((i) => pictures[i] ?? 0);
    for (const candidate of found) {
      const scores = classifierScores(trainClassifier(candidate.options, training), questions);
      candidate.ofFolds.push(shareRight(truth, scores, rows.classes, metric));
      done++;
      await between(done, folds.length * found.length);
    }
  }
  const scored = found.map(({ options, ofFolds }) => ({
    options,
    ofFolds,
    score: ofFolds.reduce((sum, share) => sum + share / ofFolds.length, 0),
  }));
  const [first, ...others] = scored;
  if (!first) throw new RangeError('a search needs a candidate');
  const best = others.reduce((top, candidate) => (candidate.score > top.score ? candidate : top), first);
  return { candidates: scored, best };
}

function shareRight(truth: number[], scores: Float64Array, classes: number, metric: SearchMetric): number {
  const predicted = truth.map((_, i) => {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    return row.reduce((best, score, c) => (score > (row[best] ?? 0) ? c : best), 0);
  });
  if (metric === 'accuracy') return accuracy(truth, predicted);
  return balancedAccuracy(confusionMatrix(truth, predicted, classes));
}
