/** Sums of weights a class on both sides of a threshold, moved row by row. */
export interface SideSums {
  /** All rows right. */
  reset(totals: Float64Array): void;
  /** Moves a row to the left. */
  move(label: number, weight: number): void;
  /** The larger, the purer both sides are: the sums of squared class weights over the side's weight, as Gini wants them. */
  purity(): number;
}

export function createSideSums(classes: number): SideSums {
  const left = new Float64Array(classes);
  const right = new Float64Array(classes);
  let [leftSum, rightSum, leftSquares, rightSquares] = [0, 0, 0, 0];
  return {
    reset(totals) {
      left.fill(0);
      right.set(totals);
      [leftSum, rightSum, leftSquares, rightSquares] = [0, 0, 0, 0];
      for (const total of totals) {
        rightSum += total;
        rightSquares += total * total;
      }
    },
    move(label, weight) {
      const [from, to] = [right[label] ?? 0, left[label] ?? 0];
      leftSquares += weight * (2 * to + weight);
      rightSquares -= weight * (2 * from - weight);
      left[label] = to + weight;
      right[label] = from - weight;
      leftSum += weight;
      rightSum -= weight;
    },
    purity: () => leftSquares / leftSum + rightSquares / rightSum,
  };
}

/** Values that differ by no more are one, as in scikit-learn's trees. */
export const SAME = 1e-7;

/** Between two neighbouring values, so that the lower one lies at or below it. */
export function thresholdBetween(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle >= upper || !Number.isFinite(middle) ? lower : middle;
}

/** Columns of [N, D] as numbers that sort as the values do: [D, N]. */
export function sortableColumns(features: Float32Array, N: number, D: number): Uint32Array {
  const bits = new Uint32Array(features.buffer, features.byteOffset, features.length);
  const columns = new Uint32Array(N * D);
  for (let i = 0; i < N; i++) {
    for (let d = 0; d < D; d++) {
      const value = bits[i * D + d] ?? 0;
      // -0 and 0 are one value.
      const one = value === 0x80000000 ? 0 : value;
      columns[d * N + i] = one & 0x80000000 ? ~one >>> 0 : (one | 0x80000000) >>> 0;
    }
  }
  return columns;
}

/** Rows of which a place fits beside a sortable value into a number. */
export const ROWS_MAX = 2 ** 21;

/** Sorts the rows' places by the column, in `keys` [rows.length]; `placeOf` reads them. */
export function sortPlaces(column: Uint32Array, rows: ArrayLike<number>, keys: Float64Array): Float64Array {
  for (let i = 0; i < rows.length; i++) keys[i] = (column[rows[i] ?? 0] ?? 0) * ROWS_MAX + i;
  return keys.subarray(0, rows.length).sort();
}

/** The place among the rows that a key of `sortPlaces` holds. */
export function placeOf(key: number): number {
  return key - Math.floor(key / ROWS_MAX) * ROWS_MAX;
}
