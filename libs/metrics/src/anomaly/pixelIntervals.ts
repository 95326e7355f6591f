import { type DrawPlan, drawnIntervals, type FigureInterval } from '../stats/drawnIntervals';
import { FALSE_POSITIVE_LIMIT } from './aupro';
import type { MapSet } from './createMapSet';
import { type PixelTable, pixelTable } from './pixelTable';

const BCA_MAX = 200;

/**
 * Intervals of the figures of `pixelFigures`, from drawing the pictures, or whole groups, anew. Pixels are sorted once
 * and counted by picture in bins of their scores; each round adds up those counts. They speak of other pictures of the
 * same kind for this model as it is, not of training again.
 *
 * @param groups of the plan: the group (part, patient) of each picture, where pictures of a group are alike
 */
export function pixelIntervals(set: MapSet, plan: DrawPlan = {}): Record<string, FigureInterval> {
  const table = pixelTable(set);
  return drawnIntervals((counts) => tableFigures(table, counts), {
    ...plan,
    units: set.maps.length,
    bcaMax: BCA_MAX,
  });
}

/** The figures of pixels of a draw of pictures; scores within a bin count as equal. */
export function tableFigures(table: PixelTable, counts: ArrayLike<number>): Record<string, number | null> {
  const { normal, anomalous, overlap, regions } = addUp(table, counts);
  const [n, p] = [sumOf(normal), sumOf(anomalous)];
  const most = FALSE_POSITIVE_LIMIT * n;
  let [falseAlarms, hits, found] = [0, 0, 0];
  let [wins, precisions, bestF1, area] = [0, 0, 0, 0];
  for (let bin = table.bins - 1; bin >= 0; bin--) {
    const [dn, dp, gain] = [normal[bin] ?? 0, anomalous[bin] ?? 0, overlap[bin] ?? 0];
    if (falseAlarms < most && dn > 0) {
      const part = Math.min(dn, most - falseAlarms);
      area += part * (found + (gain * part) / dn / 2);
    }
    wins += dn * (hits + dp / 2);
    falseAlarms += dn;
    hits += dp;
    found += gain;
    if (dp === 0) continue;
    precisions += (dp * hits) / (hits + falseAlarms);
    bestF1 = Math.max(bestF1, (2 * hits) / (hits + falseAlarms + p));
  }
  return {
    pixelAuroc: n > 0 && p > 0 ? wins / n / p : null,
    pixelAp: p > 0 ? precisions / p : null,
    'pixelF1Max.value': p > 0 ? bestF1 : null,
    aupro: n > 0 && regions > 0 ? area / most / regions : null,
  };
}

type Sums = { normal: Float64Array; anomalous: Float64Array; overlap: Float64Array; regions: number };

function addUp({ bins, pictures }: PixelTable, counts: ArrayLike<number>): Sums {
  const sums = {
    normal: new Float64Array(bins),
    anomalous: new Float64Array(bins),
    overlap: new Float64Array(bins),
    regions: 0,
  };
  pictures.forEach((picture, i) => {
    const weight = counts[i] ?? 0;
    if (weight === 0) return;
    addWeighted(sums.normal, picture.normal, weight);
    if (picture.anomalous) addWeighted(sums.anomalous, picture.anomalous, weight);
    if (picture.overlap) addWeighted(sums.overlap, picture.overlap, weight);
    sums.regions += weight * picture.regions;
  });
  return sums;
}

function addWeighted(sums: Float64Array, values: Float64Array, weight: number): void {
  for (let bin = 0; bin < sums.length; bin++) sums[bin] = (sums[bin] ?? 0) + weight * (values[bin] ?? 0);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < values.length; bin++) sum += values[bin] ?? 0;
  return sum;
}
