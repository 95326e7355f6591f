import { argMax } from './argMax';

const BINS = 15;

/**
 * Expected calibration error, 0-1: samples in 15 bins of equal width by the probability of their predicted class; the
 * distance of mean probability and accuracy in each, weighted with its samples (Guo et al., arXiv 1706.04599, eq. 3).
 *
 * As in torchmetrics (`functional/classification/calibration_error.py`) a bin holds its lower edge, probabilities are
 * compared with the edges in single precision, and those of exactly 1 are a bin of their own.
 *
 * @param scores [N][classes], rows that sum to 1
 */
export function calibrationError(truth: readonly number[], scores: readonly ArrayLike<number>[]): number {
  if (truth.length === 0) throw new RangeError('calibration error of no samples');
  const gaps = new Float64Array(BINS + 1);
  for (const [i, row] of scores.entries()) {
    const predicted = argMax(row);
    const confidence = Math.min(Math.max(row[predicted] ?? 0, 0), 1);
    const bin = binOf(confidence);
    gaps[bin] = (gaps[bin] ?? 0) + confidence - (truth[i] === predicted ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / truth.length;
}

function binOf(confidence: number): number {
  const value = Math.fround(confidence);
  let bin = BINS;
  while (bin > 0 && value < edge(bin)) bin--;
  return bin;
}

/** Edges in single precision, counted from the nearer end, as torch.linspace has them. */
function edge(bin: number): number {
  const step = Math.fround(1 / BINS);
  return bin <= BINS / 2 ? Math.fround(step * bin) : Math.fround(1 - Math.fround(step * (BINS - bin)));
}
