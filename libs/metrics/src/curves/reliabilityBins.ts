import { assertSameLength } from '../accuracy';

export type ReliabilityBin = {
  low: number;
  high: number;
  count: number;
  /** Mean probability in the bin; null when it is empty. */
  confidence: number | null;
  /** Share of positives in the bin; null when it is empty. */
  rate: number | null;
};

/**
 * A calibration curve: how often what was given a probability came true, in bins of equal width. A bin holds its upper
 * edge and not its lower one (the first holds both), as with scikit-learn's `calibration_curve`; `calibrationError`
 * follows torchmetrics, which counts values on an edge with the bin above.
 *
 * For many classes: the probability of the predicted class, and whether it was the right one.
 *
 * @param labels true or 1 where it came true
 * @param probabilities 0-1
 * @throws RangeError for unequal lengths or a probability outside 0-1
 */
export function reliabilityBins(
  labels: ArrayLike<boolean | number>,
  probabilities: ArrayLike<number>,
  { bins = 15 }: { bins?: number } = {},
): ReliabilityBin[] {
  assertSameLength(labels, probabilities);
  if (!(Number.isInteger(bins) && bins > 0)) throw new RangeError(`calibration needs bins, not ${bins}`);
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const positives = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const probability = probabilities[i] ?? Number.NaN;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`probability ${i} is ${probability}, not from 0 to 1`);
    }
    const bin = binOf(probability, bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
    sums[bin] = (sums[bin] ?? 0) + probability;
    positives[bin] = (positives[bin] ?? 0) + (labels[i] ? 1 : 0);
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    count,
    confidence: count === 0 ? null : (sums[bin] ?? 0) / count,
    rate: count === 0 ? null : (positives[bin] ?? 0) / count,
  }));
}

/** The first bin whose upper edge is not below the probability; the product alone may miss by one. */
function binOf(probability: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(probability * bins) - 1));
  while (bin > 0 && probability <= bin / bins) bin--;
  while (bin < bins - 1 && probability > (bin + 1) / bins) bin++;
  return bin;
}
