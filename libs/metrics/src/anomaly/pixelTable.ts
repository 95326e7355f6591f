import type { SortedClasses } from '../ranking/sortedClasses';
import type { KeptMap, MapSet } from './createMapSet';
import { sortPixels } from './sortPixels';

/** What one picture adds to each bin of scores, bins ascending. */
export type PictureBins = {
  /** [bins] normal pixels. */
  normal: Float64Array;
  /** [bins] anomalous pixels; null without. */
  anomalous: Float64Array | null;
  /** [bins] what its regions gain in overlap: pixels of each over that region's size; null without. */
  overlap: Float64Array | null;
  regions: number;
};

export type PixelTable = { bins: number; pictures: PictureBins[] };

const BINS = 2048;

/**
 * The pixels of a set counted by picture and score, so that a figure of any draw of pictures takes a walk over the bins
 * and not over the pixels. Bins are cut at equal ranks of the normal and of the anomalous pixels: each holds at most
 * 2 / bins of either, scores within one count as equal. The area under the ROC curve then is within 1 / bins of the
 * exact one.
 */
export function pixelTable(set: MapSet, { bins = BINS }: { bins?: number } = {}): PixelTable {
  const edges = cutAtRanks(sortPixels(set), bins);
  const binOf = finder(edges);
  return { bins: edges.length, pictures: set.maps.map((map) => countPicture(map, { set, binOf, bins: edges.length })) };
}

type Counting = { set: MapSet; binOf: (key: number) => number; bins: number };

function countPicture({ keys, regions, regionCount }: KeptMap, { set, binOf, bins }: Counting): PictureBins {
  const normal = new Float64Array(bins);
  if (regions === null) {
    for (let i = 0; i < keys.length; i++) increase(normal, binOf(keys[i] ?? 0), 1);
    return { normal, anomalous: null, overlap: null, regions: 0 };
  }
  const anomalous = new Float64Array(bins);
  const overlap = new Float64Array(bins);
  for (let i = 0; i < keys.length; i++) {
    const bin = binOf(keys[i] ?? 0);
    const region = regions[i] ?? 0;
    if (region === 0) increase(normal, bin, 1);
    else {
      increase(anomalous, bin, 1);
      increase(overlap, bin, 1 / (set.regionSizes[region - 1] ?? 1));
    }
  }
  return { normal, anomalous, overlap, regions: regionCount };
}

function increase(values: Float64Array, at: number, by: number): void {
  values[at] = (values[at] ?? 0) + by;
}

/** The lowest key of each bin, ascending. */
function cutAtRanks({ positives, negatives }: SortedClasses, bins: number): Uint32Array {
  const edges = new Set<number>([0]);
  for (const keys of [positives, negatives]) {
    const cuts = Math.min(keys.length, Math.floor(bins / 2));
    for (let i = 0; i < cuts; i++) edges.add(keys[Math.floor((i * keys.length) / cuts)] ?? 0);
  }
  return Uint32Array.from(edges).sort();
}

/** The bin of a key: its upper half leads to a few edges, among which it is looked up. */
function finder(edges: Uint32Array): (key: number) => number {
  const first = new Uint32Array(2 ** 16 + 1);
  for (const edge of edges) first[(edge >>> 16) + 1] = (first[(edge >>> 16) + 1] ?? 0) + 1;
  for (let half = 0; half < 2 ** 16; half++) first[half + 1] = (first[half + 1] ?? 0) + (first[half] ?? 0);
  return (key) => {
    let low = first[key >>> 16] ?? 0;
    let high = first[(key >>> 16) + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] ?? 0) <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
}
