import { floatKeys } from '../ranking/floatKeys';
import { labelRegions } from './labelRegions';

export type AnomalyMap = {
  /** Larger is more anomalous. */
  scores: Float32Array;
  /** Anomalous where it is not 0; null when no pixel is. */
  mask: Uint8Array | null;
  /** Pixels lie row by row. */
  width: number;
};

/** What is kept of a picture. */
export type KeptMap = {
  /** Scores as whole numbers in their order (`floatKeys`). */
  keys: Uint32Array;
  /** For each pixel 0, or the number of its region from 1 on over the whole set; null when no pixel is anomalous. */
  regions: Uint32Array | null;
  anomalous: number;
  regionCount: number;
};

/** The anomaly maps of a set, from which all figures of pixels are computed. */
export interface MapSet {
  readonly maps: readonly KeptMap[];
  /** [regions] pixels of each truth region of the set. */
  readonly regionSizes: readonly number[];
  readonly anomalous: number;
  readonly normal: number;
  /** @throws RangeError for unequal sizes or a score that is NaN, with its pixel; nothing is added then */
  add(map: AnomalyMap): void;
}

/** Takes maps picture by picture: four bytes a pixel are kept, eight where a picture has an anomaly. */
export function createMapSet(): MapSet {
  const maps: KeptMap[] = [];
  const regionSizes: number[] = [];
  let anomalous = 0;
  let normal = 0;
  return {
    maps,
    regionSizes,
    get anomalous() {
      return anomalous;
    },
    get normal() {
      return normal;
    },
    add({ scores, mask, width }) {
      if (mask && mask.length !== scores.length) {
        throw new RangeError(`a mask of ${mask.length} pixels for a map of ${scores.length}`);
      }
      const keys = floatKeys(scores);
      const found = mask && labelRegions(mask, width, { after: regionSizes.length });
      const count = found ? found.sizes.reduce((sum, size) => sum + size, 0) : 0;
      for (const size of found?.sizes ?? []) regionSizes.push(size);
      maps.push({
        keys,
        regions: found && count > 0 ? found.labels : null,
        anomalous: count,
        regionCount: found?.sizes.length ?? 0,
      });
      anomalous += count;
      normal += scores.length - count;
    },
  };
}
