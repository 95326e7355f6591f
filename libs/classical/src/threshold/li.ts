import { occupiedRange } from './greyHistogram';

/** Steps of the threshold below which it has settled. */
const TOLERANCE = 0.5;

/**
 * The value at which the cross-entropy between a picture and its two classes' means is smallest (C. H. Li, P. K. S. Tam,
 * Pattern Recognition Letters 1998), between grey values; the foreground is above it. Equal to scikit-image's
 * `threshold_li`, which stops as soon as a step is half a grey value or less.
 *
 * @param counts one for each grey value
 * @throws RangeError when the histogram is empty
 */
export function liThreshold(counts: ArrayLike<number>): number {
  const { low, high } = occupiedRange(counts);
  if (low === high) return low;
  // The logarithm needs values from 0 on; what lies below the threshold's class mean of 0 ends the search.
  let next = meanOf(counts, low, low, high);
  let current = Number.NEGATIVE_INFINITY;
  while (Math.abs(next - current) > TOLERANCE) {
    current = next;
    const split = low + Math.floor(current);
    const back = meanOf(counts, low, low, split);
    const fore = meanOf(counts, low, split + 1, high);
    if (back === 0) break;
    next = (back - fore) / (Math.log(back) - Math.log(fore));
  }
  return next + low;
}

/** Mean of the values from `from` to `to`, counted from `low`. */
function meanOf(counts: ArrayLike<number>, low: number, from: number, to: number): number {
  let [weight, sum] = [0, 0];
  for (let value = from; value <= to; value++) {
    const count = counts[value] ?? 0;
    weight += count;
    sum += count * (value - low);
  }
  return sum / weight;
}
