/** Rows of numbers, in float64. */
export type Matrix = readonly (readonly number[])[];

export function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

/** @throws Error outside the matrix, where an undefined would become a silent NaN */
export function at(matrix: Matrix, row: number, column: number): number {
  const value = matrix[row]?.[column];
  if (value === undefined) throw new Error(`no element ${row}, ${column} in a matrix of ${matrix.length} rows`);
  return value;
}

/** Kronecker product: [a · b, c · d] of [a, c] and [b, d]. */
export function kronecker(first: Matrix, second: Matrix): Matrix {
  return first.flatMap((left) => second.map((right) => left.flatMap((x) => right.map((y) => x * y))));
}
