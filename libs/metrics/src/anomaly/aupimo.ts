import { sortKeys } from '../ranking/sortKeys';
import type { KeptMap, MapSet } from './createMapSet';

export type Aupimo = {
  /** Over the anomalous pictures. */
  mean: number;
  /** [pictures] null for good ones. */
  perPicture: (number | null)[];
};

export type AupimoRange = {
  /** False-positive rates between which the curve is integrated. */
  low?: number;
  high?: number;
};

/**
 * Area under the per-image overlap (Bertoldo et al., arXiv 2401.01984): for each anomalous picture the share of its
 * anomalous pixels that is found, over the logarithm of the false-positive rate of the good pictures alone (the mean of
 * theirs), between two low rates, divided by the width of that range. It asks what is found while good pictures stay
 * all but clean, and gives a figure a picture instead of one for the set.
 *
 * Thresholds are all scores that occur, where anomalib takes 300,000 at equal distances; trapezoids over the logarithm,
 * cut at the two rates by linear interpolation. Null without an anomalous or a good picture, and where the good pictures
 * have too few pixels for the lower rate: their first false positive must lie at it or below.
 */
export function aupimo({ maps }: MapSet, { low = 1e-5, high = 1e-4 }: AupimoRange = {}): Aupimo | null {
  if (!(low > 0 && low < high && high <= 1)) throw new RangeError(`no range of rates: ${low} to ${high}`);
  const curve = sharedRates(maps, high);
  if (curve === null || (curve.rates[0] ?? 1) > low) return null;
  const perPicture = maps.map((map) => (map.anomalous === 0 ? null : areaOf(map, curve, { low, high })));
  const areas = perPicture.filter((area) => area !== null);
  if (areas.length === 0) return null;
  return { mean: areas.reduce((sum, area) => sum + area, 0) / areas.length, perPicture };
}

/** At each score of the good pictures, from the highest down: the mean share of their pixels that score as much. */
type Curve = { keys: number[]; rates: number[] };

function sharedRates(maps: readonly KeptMap[], high: number): Curve | null {
  const good = maps.filter(({ anomalous }) => anomalous === 0);
  if (good.length === 0) return null;
  const sorted = good.map(({ keys }) => sortKeys(keys.slice()));
  const places = sorted.map((keys) => keys.length);
  const curve: Curve = { keys: [], rates: [] };
  for (let rate = 0; rate < high; ) {
    const key = sorted.reduce((most, keys, i) => Math.max(most, keys[(places[i] ?? 0) - 1] ?? -1), -1);
    if (key < 0) break;
    sorted.forEach((keys, i) => {
      let place = places[i] ?? 0;
      while (place > 0 && keys[place - 1] === key) place--;
      places[i] = place;
    });
    // Counted anew from whole numbers, so that no error adds up.
    rate = sorted.reduce((sum, keys, i) => sum + 1 - (places[i] ?? 0) / keys.length, 0) / sorted.length;
    curve.keys.push(key);
    curve.rates.push(rate);
  }
  return curve;
}

function areaOf({ keys, regions, anomalous }: KeptMap, curve: Curve, { low, high }: Required<AupimoRange>): number {
  const lowest = curve.keys.at(-1) ?? 0;
  const reaching = sortKeys(keys.filter((key, i) => regions?.[i] !== 0 && key >= lowest));
  let place = reaching.length;
  let area = 0;
  let before = { rate: 0, overlap: 0 };
  curve.keys.forEach((key, k) => {
    while (place > 0 && (reaching[place - 1] ?? 0) > key) place--;
    // What lies above the key was found before the rate rises.
    const overlapBefore = (reaching.length - place) / anomalous;
    while (place > 0 && reaching[place - 1] === key) place--;
    const now = { rate: curve.rates[k] ?? 1, overlap: (reaching.length - place) / anomalous };
    if (before.rate > 0) area += cutTrapezoid({ ...before, overlap: overlapBefore }, now, { low, high });
    before = now;
  });
  return area / Math.log(high / low);
}

type Point = { rate: number; overlap: number };

/** The part of a trapezoid over the logarithm of the rate that lies in the range. */
function cutTrapezoid(from: Point, to: Point, { low, high }: Required<AupimoRange>): number {
  const [start, end] = [Math.max(from.rate, low), Math.min(to.rate, high)];
  if (end <= start) return 0;
  const width = Math.log(to.rate / from.rate);
  const at = (rate: number): number =>
    from.overlap + ((to.overlap - from.overlap) * Math.log(rate / from.rate)) / width;
  return (Math.log(end / start) * (at(start) + at(end))) / 2;
}
