import { UMAP } from 'umap-js';
import { createRandom } from '../random';
import { countPoints, type Points } from './points';

export type UmapOptions = { neighbours?: number; minDistance?: number; seed?: number };

/**
 * UMAP to two dimensions (McInnes, Healy and Melville, arXiv 1802.03426), by the `umap-js` package. It searches neighbours
 * approximately and begins at random places, both drawn by the seed, so that equal points and seeds give an equal map.
 *
 * @returns [N, 2] @throws RangeError when there are no more points than neighbours
 */
export function umap(points: Points, { neighbours = 15, minDistance = 0.1, seed = 0 }: UmapOptions = {}): Float64Array {
  const count = countPoints(points);
  if (count <= neighbours)
    throw new RangeError(`${neighbours} neighbours of ${count} points: there must be more points`);
  const { dimension } = points;
  const values = Array.from(points.values);
  const rows = Array.from({ length: count }, (_, n) => values.slice(n * dimension, (n + 1) * dimension));
  const random = createRandom(seed);
  return Float64Array.from(new UMAP({ nNeighbors: neighbours, minDist: minDistance, random }).fit(rows).flat());
}
