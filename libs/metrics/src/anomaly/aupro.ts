import { sortKeys, sortKeysWith } from '../ranking/sortKeys';
import type { MapSet } from './createMapSet';

export const FALSE_POSITIVE_LIMIT = 0.3;
const BUCKET_SHIFT = 16;

/**
 * Area under the per-region overlap, 0-1 (Bergmann et al., arXiv 1911.02358, sec. 4.2): over the false-positive rate of
 * all normal pixels of the set the share of a truth region that is found, averaged over all its regions with equal
 * weight. Thresholds are all scores that occur, the curve begins at (0, 0), its area is that of trapezoids up to the
 * limit, where the last is cut, divided by the limit. Null without a region or without a normal pixel.
 *
 * Only the pixels that reach the threshold at the limit are sorted; the others cannot change the area.
 */
export function aupro(set: MapSet, { limit = FALSE_POSITIVE_LIMIT }: { limit?: number } = {}): number | null {
  if (!(limit > 0 && limit <= 1)) throw new RangeError(`a limit of the false-positive rate is in (0, 1], not ${limit}`);
  const regions = set.regionSizes.length;
  if (regions === 0 || set.normal === 0) return null;
  const lowest = lowestBucket(set, limit * set.normal);
  const normal = sortKeys(gatherNormal(set, lowest));
  const anomalous = gatherAnomalous(set, lowest);
  const { keys, along } = sortKeysWith(anomalous.keys, anomalous.regions);
  const shares = new Float64Array(along.length);
  for (let i = 0; i < shares.length; i++) shares[i] = 1 / (set.regionSizes[(along[i] ?? 0) - 1] ?? 1);
  const most = limit * set.normal;
  return areaUnderOverlap({ normal, keys, shares, most }) / (most * regions);
}

type Overlap = {
  /** Ascending. */
  normal: Uint32Array;
  /** Of anomalous pixels, ascending. */
  keys: Uint32Array;
  /** What each adds to the overlap of its region. */
  shares: Float64Array;
  /** So many false positives are the limit. */
  most: number;
};

/** In units of false positives times regions. */
function areaUnderOverlap({ normal, keys, shares, most }: Overlap): number {
  let [area, falsePositives, overlap] = [0, 0, 0];
  let [n, p] = [normal.length, keys.length];
  while (n > 0 || p > 0) {
    const key = Math.max(n > 0 ? (normal[n - 1] ?? 0) : 0, p > 0 ? (keys[p - 1] ?? 0) : 0);
    const [before, overlapBefore] = [n, overlap];
    while (n > 0 && normal[n - 1] === key) n--;
    while (p > 0 && keys[p - 1] === key) overlap += shares[--p] ?? 0;
    const step = before - n;
    if (falsePositives + step >= most) {
      const part = most - falsePositives;
      return area + part * (overlapBefore + ((overlap - overlapBefore) * part) / step / 2);
    }
    area += (step * (overlapBefore + overlap)) / 2;
    falsePositives += step;
  }
  return area;
}

/** The upper half of the key at which the false positives reach the limit. */
function lowestBucket({ maps }: MapSet, most: number): number {
  const counts = new Uint32Array(2 ** (32 - BUCKET_SHIFT));
  for (const { keys, regions } of maps) {
    for (let i = 0; i < keys.length; i++) {
      if (regions !== null && regions[i] !== 0) continue;
      const bucket = (keys[i] ?? 0) >>> BUCKET_SHIFT;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
  }
  let bucket = counts.length - 1;
  for (let sum = counts[bucket] ?? 0; sum < most && bucket > 0; sum += counts[bucket] ?? 0) bucket--;
  return bucket;
}

function gatherNormal({ maps, normal }: MapSet, lowest: number): Uint32Array {
  // One more, for what is written beyond the last.
  const kept = new Uint32Array(normal + 1);
  let count = 0;
  for (const { keys, regions } of maps) {
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? 0;
      if (regions !== null && regions[i] !== 0) continue;
      // Written in any case and kept by the sign of a difference: a branch here would be guessed wrong too often.
      kept[count] = key;
      count += 1 - (((key >>> BUCKET_SHIFT) - lowest) >>> 31);
    }
  }
  return kept.subarray(0, count);
}

function gatherAnomalous({ maps, anomalous }: MapSet, lowest: number): { keys: Uint32Array; regions: Uint32Array } {
  const kept = { keys: new Uint32Array(anomalous), regions: new Uint32Array(anomalous) };
  let count = 0;
  for (const { keys, regions } of maps) {
    if (regions === null) continue;
    for (let i = 0; i < keys.length; i++) {
      const region = regions[i] ?? 0;
      const key = keys[i] ?? 0;
      if (region === 0 || key >>> BUCKET_SHIFT < lowest) continue;
      kept.keys[count] = key;
      kept.regions[count++] = region;
    }
  }
  return { keys: kept.keys.subarray(0, count), regions: kept.regions.subarray(0, count) };
}
