import { type GreyPicture, requireSize } from '../picture';

/** How often each of the 256 grey values occurs. @throws RangeError when the pixels do not fill the size */
export function greyHistogram(picture: GreyPicture): Uint32Array {
  requireSize(picture);
  const { data } = picture;
  // Two tables in turn: equal neighbours would wait for each other's count.
  const [even, odd] = [new Uint32Array(256), new Uint32Array(256)];
  const pairsEnd = data.length - (data.length % 2);
  for (let i = 0; i < pairsEnd; i += 2) {
    const [a, b] = [data[i] ?? 0, data[i + 1] ?? 0];
    even[a] = (even[a] ?? 0) + 1;
    odd[b] = (odd[b] ?? 0) + 1;
  }
  for (let i = pairsEnd; i < data.length; i++) {
    const value = data[i] ?? 0;
    even[value] = (even[value] ?? 0) + 1;
  }
  for (let value = 0; value < 256; value++) even[value] = (even[value] ?? 0) + (odd[value] ?? 0);
  return even;
}

/** The lowest and the highest value that occur. @throws RangeError when none does */
export function occupiedRange(counts: ArrayLike<number>): { low: number; high: number } {
  let low = 0;
  while (low < counts.length && (counts[low] ?? 0) === 0) low++;
  if (low === counts.length) throw new RangeError('a histogram of no pixels has no threshold');
  let high = counts.length - 1;
  while ((counts[high] ?? 0) === 0) high--;
  return { low, high };
}
