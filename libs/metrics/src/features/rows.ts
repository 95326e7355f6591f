/** Feature rows [N, D], row by row, of any number type. */
export type FeatureRows = { values: ArrayLike<number>; dimension: number };

/** Number of rows. @throws RangeError when the values are no whole rows, or one is not finite */
export function countRows({ values, dimension }: FeatureRows): number {
  const count = values.length / dimension;
  if (!(Number.isInteger(dimension) && dimension > 0 && Number.isInteger(count))) {
    throw new RangeError(`${values.length} values are no rows of ${dimension} features`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`feature ${i % dimension} of row ${Math.floor(i / dimension)} is ${values[i]}`);
  }
  return count;
}

/** Rows divided by their length; a row of zeros stays one. */
export function unitRows(rows: FeatureRows): Float64Array {
  const { values, dimension } = rows;
  const count = countRows(rows);
  const unit = Float64Array.from(values);
  for (let n = 0; n < count; n++) {
    const row = unit.subarray(n * dimension, (n + 1) * dimension);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) continue;
    for (let d = 0; d < dimension; d++) row[d] = (row[d] ?? 0) / length;
  }
  return unit;
}
