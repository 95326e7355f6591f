import { averagePrecisionOfSorted } from '../averagePrecision';
import { type F1Max, f1MaxOfSorted } from '../curves/f1Max';
import { type ThresholdCounts, thresholdCountsOfSorted } from '../curves/thresholdCounts';
import { floatOfKey } from '../ranking/floatKeys';
import type { SortedClasses } from '../ranking/sortedClasses';
import { rocAucOfSorted } from '../rocAuc';
import { aupro } from './aupro';
import type { MapSet } from './createMapSet';
import { sortPixels } from './sortPixels';

export type PixelFigures = {
  pixelAuroc: number | null;
  pixelAp: number | null;
  pixelF1Max: F1Max | null;
  aupro: number | null;
  /** Why a figure is null. */
  undefined: Record<string, string>;
};

/** Figures of all pixels of a set: as for samples, and the overlap of regions. */
export function pixelFigures(set: MapSet): PixelFigures {
  const sorted = sortPixels(set);
  return {
    pixelAuroc: rocAucOfSorted(sorted),
    pixelAp: averagePrecisionOfSorted(sorted),
    pixelF1Max: pixelF1Max(sorted),
    aupro: aupro(set),
    undefined: missing(set),
  };
}

/** For curves and thresholds of pixels. */
export function pixelThresholdCounts(set: MapSet): ThresholdCounts {
  const counts = thresholdCountsOfSorted(sortPixels(set));
  return { ...counts, thresholds: counts.thresholds.map(floatOfKey) };
}

function pixelF1Max(sorted: SortedClasses): F1Max | null {
  const best = f1MaxOfSorted(sorted);
  return best && { value: best.value, threshold: floatOfKey(best.threshold) };
}

function missing({ anomalous, normal }: MapSet): Record<string, string> {
  const none = anomalous === 0 ? 'no pixel is anomalous' : 'no pixel is normal';
  const keys = anomalous === 0 ? ['pixelAuroc', 'pixelAp', 'pixelF1Max', 'aupro'] : ['pixelAuroc', 'aupro'];
  return anomalous > 0 && normal > 0 ? {} : Object.fromEntries(keys.map((key) => [key, none]));
}
