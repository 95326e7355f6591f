import { atThreshold, bootstrapIntervals, rateInterval, type ThresholdCounts } from '@assay/metrics';
import { roundsFor } from './estimate';

/** The 95 % interval of each rate at each of some thresholds, one threshold at a time; null where it is undefined. */
export type Bands = {
  thresholds: number[];
  recall: (Range | null)[];
  precision: (Range | null)[];
  overkillRate: (Range | null)[];
  isByPart: boolean;
};
export type Range = { low: number; high: number };

/** By counts: applies where pictures do not depend on each other. */
export function bandsByCounts(counts: ThresholdCounts, thresholds: number[]): Bands {
  const at = thresholds.map((threshold) => atThreshold(counts, threshold));
  const range = (part: number, of: number): Range | null => {
    const found = rateInterval(part, of);
    return found && { low: found.low, high: found.high };
  };
  return {
    thresholds,
    recall: at.map(({ truePositives }) => range(truePositives, counts.positives)),
    precision: at.map(({ truePositives, falsePositives }) => range(truePositives, truePositives + falsePositives)),
    overkillRate: at.map(({ falsePositives }) => range(falsePositives, counts.negatives)),
    isByPart: false,
  };
}

export type BandsInput = { labels: Uint8Array; scores: Float64Array; groups: Int32Array; thresholds: number[] };

/** By drawing whole parts anew. */
export function bandsByParts({ labels, scores, groups, thresholds }: BandsInput): Bands {
  // Thresholds descend; a picture counts from the first one that it reaches.
  const reached = Int32Array.from(scores, (score) => thresholds.findIndex((threshold) => score >= threshold));
  const figures = (counts: Uint16Array): Record<string, number | null> => {
    const hits = new Float64Array(thresholds.length + 1);
    const alarms = new Float64Array(thresholds.length + 1);
    let positives = 0;
    let negatives = 0;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      const first = reached[i] ?? -1;
      if (labels[i]) positives += count;
      else negatives += count;
      const side = labels[i] ? hits : alarms;
      if (first >= 0) side[first] = (side[first] ?? 0) + count;
    }
    const found: Record<string, number | null> = {};
    let hit = 0;
    let alarm = 0;
    for (const k of thresholds.keys()) {
      hit += hits[k] ?? 0;
      alarm += alarms[k] ?? 0;
      found[`recall ${k}`] = positives > 0 ? hit / positives : null;
      found[`precision ${k}`] = hit + alarm > 0 ? hit / (hit + alarm) : null;
      found[`overkillRate ${k}`] = negatives > 0 ? alarm / negatives : null;
    }
    return found;
  };
  const found = bootstrapIntervals(figures, { units: labels.length, rounds: roundsFor(labels.length), groups });
  const ranges = (name: string) =>
    thresholds.map((_, k): Range | null => {
      const { low, high } = found[`${name} ${k}`] ?? { low: null, high: null };
      return low === null || high === null ? null : { low, high };
    });
  return {
    thresholds,
    recall: ranges('recall'),
    precision: ranges('precision'),
    overkillRate: ranges('overkillRate'),
    isByPart: true,
  };
}
