import { occupiedRange } from './greyHistogram';

/**
 * The value of the histogram's longer tail that lies farthest below the line from its peak to the tail's end (G. W. Zack
 * et al., Journal of Histochemistry and Cytochemistry 1977); the foreground is above it. Equal to scikit-image's
 * `threshold_triangle`.
 *
 * @param counts one for each grey value
 * @throws RangeError when the histogram is empty
 */
export function triangleThreshold(counts: ArrayLike<number>): number {
  const { low, high } = occupiedRange(counts);
  if (low === high) return low;
  let peak = low;
  for (let value = low; value <= high; value++) if ((counts[value] ?? 0) > (counts[peak] ?? 0)) peak = value;
  // The longer tail; equal ones count as the lower one, which is looked at from its end.
  const isUpper = peak - low < high - peak;
  const end = isUpper ? high : low;
  const direction = isUpper ? -1 : 1;
  const tail = Math.abs(peak - end);
  const norm = Math.sqrt((counts[peak] ?? 0) ** 2 + tail ** 2);
  const [across, up] = [tail / norm, (counts[peak] ?? 0) / norm];
  let [longest, threshold] = [Number.NEGATIVE_INFINITY, end];
  for (let step = 0; step < tail; step++) {
    const value = end + direction * step;
    const length = up * step - across * (counts[value] ?? 0);
    if (length > longest) [longest, threshold] = [length, value];
  }
  return threshold;
}
