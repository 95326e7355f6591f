import { countPoints, type Points, squaredDistances } from './points';

/**
 * How far a map can be trusted: 1 where the neighbours on it are neighbours in truth, less by how far those that are not
 * have come. Venna and Kaski 2001, as scikit-learn's `trustworthiness`; of equally near points the earlier one is nearer.
 *
 * @param map rows [N, 2] or so, in the order of the points @param neighbours fewer than half of the points
 * @throws RangeError when the two do not belong together, or there are too few points
 */
export function trustworthiness(points: Points, map: Points, neighbours = 5): number {
  const count = countPoints(points);
  if (countPoints(map) !== count) throw new RangeError(`a map of ${countPoints(map)} points for ${count}`);
  if (neighbours >= count / 2) throw new RangeError(`${neighbours} neighbours of ${count} points: must be below half`);
  const far = squaredDistances(points);
  const near = squaredDistances(map);
  let penalty = 0;
  for (let i = 0; i < count; i++) {
    const ranks = new Int32Array(count);
    for (const [rank, j] of nearestFirst(far, i, count).entries()) ranks[j] = rank + 1;
    for (const j of nearestFirst(near, i, count).slice(0, neighbours))
      penalty += Math.max(0, (ranks[j] ?? 0) - neighbours);
  }
  return 1 - (2 * penalty) / (count * neighbours * (2 * count - 3 * neighbours - 1));
}

/** All other points, the nearest first. */
function nearestFirst(distances: Float64Array, i: number, count: number): number[] {
  const distance = (j: number) => distances[i * count + j] ?? 0;
  return Array.from({ length: count }, (_, j) => j)
    .filter((j) => j !== i)
    .sort((a, b) => distance(a) - distance(b) || a - b);
}
