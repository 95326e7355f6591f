/**
 * How often 8-bit values fall into equal parts of 0 to 255: counts [bins], part = value * bins >> 8.
 *
 * @throws RangeError when the bins are not 1 to 256
 */
export function intensityHistogram(pixels: ArrayLike<number>, { bins }: { bins: number }): Uint32Array {
  if (!Number.isInteger(bins) || bins < 1 || bins > 256) throw new RangeError(`${bins} bins, not 1 to 256`);
  const counts = new Uint32Array(bins);
  for (let i = 0; i < pixels.length; i++) {
    const part = ((pixels[i] ?? 0) * bins) >> 8;
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
