import { occupiedRange } from './greyHistogram';
import { singleLog } from './singleLog';

const { fround } = Math;

/**
 * The value at which the classes' correlation is largest (J.-C. Yen et al., IEEE Trans. Image Processing 1995); the
 * foreground is above it. Equal to scikit-image's `threshold_yen`, which computes in single precision and takes the
 * first of equal maxima.
 *
 * @param counts one for each grey value
 * @throws RangeError when the histogram is empty
 */
export function yenThreshold(counts: ArrayLike<number>): number {
  const { low, high } = occupiedRange(counts);
  if (low === high) return low;
  const share = shareOf(counts, low, high);
  const squaresAbove = new Float32Array(share.length + 1);
  for (let i = share.length - 1; i >= 0; i--) {
    squaresAbove[i] = (squaresAbove[i + 1] ?? 0) + fround((share[i] ?? 0) ** 2);
  }
  let [below, squaresBelow] = [0, 0];
  let [best, threshold] = [Number.NEGATIVE_INFINITY, low];
  for (let i = 0; i + 1 < share.length; i++) {
    below = fround(below + (share[i] ?? 0));
    squaresBelow = fround(squaresBelow + fround((share[i] ?? 0) ** 2));
    const parted = fround(below * fround(1 - below));
    const inverse = fround(1 / fround(squaresBelow * (squaresAbove[i + 1] ?? 0)));
    const product = fround(inverse * fround(parted * parted));
    // Where single precision has run out, the first such value is the reference's answer.
    if (Number.isNaN(product)) return low + i;
    const criterion = product > 0 ? singleLog(product) : Number.NEGATIVE_INFINITY;
    if (criterion > best) [best, threshold] = [criterion, low + i];
  }
  return threshold;
}

function shareOf(counts: ArrayLike<number>, low: number, high: number): Float32Array {
  let total = 0;
  for (let value = low; value <= high; value++) total += counts[value] ?? 0;
  const size = fround(total);
  return Float32Array.from({ length: high - low + 1 }, (_, i) => fround(counts[low + i] ?? 0) / size);
}
