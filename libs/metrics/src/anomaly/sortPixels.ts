import type { SortedClasses } from '../ranking/sortedClasses';
import { sortKeys } from '../ranking/sortKeys';
import type { MapSet } from './createMapSet';

/** The keys of anomalous and of normal pixels of a set, each in ascending order. */
export function sortPixels({ maps, anomalous, normal }: MapSet): SortedClasses {
  const positives = new Uint32Array(anomalous);
  const negatives = new Uint32Array(normal);
  let p = 0;
  let n = 0;
  for (const { keys, regions } of maps) {
    if (regions === null) {
      negatives.set(keys, n);
      n += keys.length;
      continue;
    }
    for (let i = 0; i < keys.length; i++) {
      if (regions[i] === 0) negatives[n++] = keys[i] ?? 0;
      else positives[p++] = keys[i] ?? 0;
    }
  }
  return { positives: sortKeys(positives), negatives: sortKeys(negatives) };
}
