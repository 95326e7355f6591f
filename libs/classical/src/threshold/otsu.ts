import { occupiedRange } from './greyHistogram';

/**
 * The value that parts a histogram so that its two classes lie farthest apart (N. Otsu, IEEE Trans. SMC 1979); the
 * foreground is above it. Equal to scikit-image's `threshold_otsu`: the first of equal maxima, the counts in single
 * precision, which is exact below 2^24 pixels.
 *
 * @param counts one for each grey value
 * @throws RangeError when the histogram is empty
 */
export function otsuThreshold(counts: ArrayLike<number>): number {
  const { low, high } = occupiedRange(counts);
  const [weightAbove, sumAbove] = sumsFromAbove(counts, low, high);
  let [weightBelow, sumBelow] = [0, 0];
  let [best, threshold] = [-1, low];
  for (let value = low; value < high; value++) {
    const count = Math.fround(counts[value] ?? 0);
    weightBelow = Math.fround(weightBelow + count);
    sumBelow += count * value;
    const weight = weightAbove[value + 1 - low] ?? 0;
    const apart = sumBelow / weightBelow - (sumAbove[value + 1 - low] ?? 0) / weight;
    const variance = Math.fround(weightBelow * weight) * (apart * apart);
    if (variance > best) [best, threshold] = [variance, value];
  }
  return threshold;
}

/** For each value from `low` on: pixels at or above it, and the sum of their values. */
function sumsFromAbove(counts: ArrayLike<number>, low: number, high: number): [Float32Array, Float64Array] {
  const weights = new Float32Array(high - low + 1);
  const sums = new Float64Array(high - low + 1);
  let [weight, sum] = [0, 0];
  for (let value = high; value >= low; value--) {
    const count = Math.fround(counts[value] ?? 0);
    weight = Math.fround(weight + count);
    sum += count * value;
    weights[value - low] = weight;
    sums[value - low] = sum;
  }
  return [weights, sums];
}
