/** Up to here a run is sorted by insertion. */
const RUN = 16;

/**
 * Puts `order[start … end - 1]` in descending order of its keys; equal keys stay as they were (a merge sort).
 *
 * @param keys no NaN
 */
export function sortDescending(
  order: Uint32Array,
  keys: Float64Array,
  { start = 0, end = order.length }: { start?: number; end?: number } = {},
): void {
  const count = end - start;
  let indices = order.slice(start, end);
  // The keys move along: looking them up by index would jump about in memory.
  let values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = keys[indices[i] ?? 0] ?? 0;
  sortRuns(indices, values);
  let nextIndices = new Uint32Array(count);
  let nextValues = new Float64Array(count);
  for (let width = RUN; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      const middle = Math.min(low + width, count);
      merge({ indices, values, nextIndices, nextValues }, low, middle, Math.min(middle + width, count));
    }
    [indices, nextIndices] = [nextIndices, indices];
    [values, nextValues] = [nextValues, values];
  }
  order.set(indices, start);
}

function sortRuns(indices: Uint32Array, values: Float64Array): void {
  for (let low = 0; low < values.length; low += RUN) {
    const high = Math.min(low + RUN, values.length);
    for (let i = low + 1; i < high; i++) {
      const value = values[i] ?? 0;
      const index = indices[i] ?? 0;
      let at = i - 1;
      while (at >= low && (values[at] ?? 0) < value) {
        values[at + 1] = values[at] ?? 0;
        indices[at + 1] = indices[at] ?? 0;
        at--;
      }
      values[at + 1] = value;
      indices[at + 1] = index;
    }
  }
}

type Sides = { indices: Uint32Array; values: Float64Array; nextIndices: Uint32Array; nextValues: Float64Array };

function merge({ indices, values, nextIndices, nextValues }: Sides, low: number, middle: number, high: number): void {
  let left = low;
  let right = middle;
  for (let at = low; at < high; at++) {
    const isLeft = left < middle && (right >= high || (values[left] ?? 0) >= (values[right] ?? 0));
    const from = isLeft ? left++ : right++;
    nextIndices[at] = indices[from] ?? 0;
    nextValues[at] = values[from] ?? 0;
  }
}
