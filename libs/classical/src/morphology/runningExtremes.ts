/**
 * The largest of each run of `length` values in a row, in three comparisons a value whatever the length (M. van Herk,
 * Pattern Recognition Letters 1992): largest so far within blocks of that length, forwards and backwards.
 *
 * @param row values [count]
 * @param largest to be filled [count - length + 1]: at i that of row[i] to row[i + length - 1]
 * @param work two rows of scratch as long as `row`
 */
export function runningLargest(
  row: Uint8Array,
  length: number,
  largest: Uint8Array,
  work: { forwards: Uint8Array; backwards: Uint8Array },
): void {
  const count = row.length;
  const { forwards, backwards } = work;
  for (let start = 0; start < count; start += length) {
    const end = Math.min(start + length, count);
    let most = 0;
    for (let i = start; i < end; i++) {
      const value = row[i] ?? 0;
      if (value > most) most = value;
      forwards[i] = most;
    }
    most = 0;
    for (let i = end - 1; i >= start; i--) {
      const value = row[i] ?? 0;
      if (value > most) most = value;
      backwards[i] = most;
    }
  }
  for (let i = 0; i + length <= count; i++) {
    const [a, b] = [backwards[i] ?? 0, forwards[i + length - 1] ?? 0];
    largest[i] = Math.max(a, b);
  }
}
