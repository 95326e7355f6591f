import { countRows } from './rows';

/** The k nearest of known rows to each asked one, nearest first; of equals the one that comes first. */
export type Neighbours = {
  k: number;
  /** [N, k] */
  places: Int32Array;
  /** [N, k], Euclidean. */
  distances: Float64Array;
};

/** @throws RangeError when there are fewer than k known rows */
export function findNeighbours(
  known: Float32Array,
  asked: Float32Array,
  { D, k }: { D: number; k: number },
): Neighbours {
  const M = countRows(known, D);
  const N = countRows(asked, D);
  if (M < k) throw new RangeError(`${k} neighbours of ${M} rows`);
  const places = new Int32Array(N * k);
  const distances = new Float64Array(N * k);
  const nearest = new Float64Array(k);
  const who = new Int32Array(k);
  for (let i = 0; i < N; i++) {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < M; j++) {
      // Differences and not products: of rows that are near each other nothing is left of products.
      let square = 0;
      const worst = nearest[k - 1] ?? 0;
      for (let d = 0; d < D && square < worst; d++) {
        const apart = (asked[i * D + d] ?? 0) - (known[j * D + d] ?? 0);
        square += apart * apart;
      }
      if (square >= worst) continue;
      let at = k - 1;
      for (; at > 0 && (nearest[at - 1] ?? 0) > square; at--) {
        nearest[at] = nearest[at - 1] ?? 0;
        who[at] = who[at - 1] ?? 0;
      }
      nearest[at] = square;
      who[at] = j;
    }
    for (let at = 0; at < k; at++) distances[i * k + at] = Math.sqrt(nearest[at] ?? 0);
    places.set(who, i * k);
  }
  return { k, places, distances };
}
