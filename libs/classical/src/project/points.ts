/** Rows [N, D], row by row. */
export type Points = { values: ArrayLike<number>; dimension: number };

/** Number of rows. @throws RangeError when the values are no whole rows, or one is not finite */
export function countPoints({ values, dimension }: Points): number {
  const count = values.length / dimension;
  if (!(Number.isInteger(dimension) && dimension > 0 && Number.isInteger(count))) {
    throw new RangeError(`${values.length} values are no rows of ${dimension}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`value ${i} is ${values[i]}`);
  }
  return count;
}

/** @param start [N, 2], where a map begins @throws RangeError when it has another number of points, or one is not finite */
export function checkStart(start: Float64Array, count: number): void {
  const found = countPoints({ values: start, dimension: 2 });
  if (found !== count) throw new RangeError(`a start of ${found} points for ${count}`);
}

/** Squared Euclidean distances [N, N]. */
export function squaredDistances(points: Points): Float64Array {
  const count = countPoints(points);
  const { dimension } = points;
  const values = Float64Array.from(points.values);
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let d = 0; d < dimension; d++)
        sum += ((values[i * dimension + d] ?? 0) - (values[j * dimension + d] ?? 0)) ** 2;
      distances[i * count + j] = sum;
      distances[j * count + i] = sum;
    }
  }
  return distances;
}
