import { UMAP } from 'umap-js';
import { createRandom } from '../random';
import { checkStart, countPoints, type Points } from './points';

export type UmapOptions = {
  neighbours?: number;
  minDistance?: number;
  seed?: number;
  /** [N, 2]: where to begin instead of random places: an earlier map of the same points. */
  start?: Float64Array | undefined;
};

/** From an earlier map on: the package's own rate of 1 would throw the points about again. */
const FROM_START = { learningRate: 0.1, nEpochs: 200 };

/**
 * UMAP to two dimensions (McInnes, Healy and Melville, arXiv 1802.03426), by the `umap-js` package. It searches neighbours
 * approximately and begins at random places, both drawn by the seed, so that equal points and seeds give an equal map.
 *
 * @returns [N, 2] @throws RangeError when there are no more points than neighbours, or the start is of others
 */
export function umap(points: Points, options: UmapOptions = {}): Float64Array {
  const { neighbours = 15, minDistance = 0.1, seed = 0, start } = options;
  const count = countPoints(points);
  if (count <= neighbours)
    throw new RangeError(`${neighbours} neighbours of ${count} points: there must be more points`);
  if (start) checkStart(start, count);
  const { dimension } = points;
  const values = Array.from(points.values);
  const rows = Array.from({ length: count }, (_, n) => values.slice(n * dimension, (n + 1) * dimension));
  const random = createRandom(seed);
  const map = new UMAP({ nNeighbors: neighbours, minDist: minDistance, random, ...(start ? FROM_START : {}) });
  const epochs = map.initializeFit(rows);
  // The places that the package moves are the ones that it hands out.
  const places = map.getEmbedding();
  if (start) for (const [n, place] of places.entries()) place.splice(0, 2, ...start.subarray(2 * n, 2 * n + 2));
  for (let epoch = 0; epoch < epochs; epoch++) map.step();
  return Float64Array.from(places.flat());
}
