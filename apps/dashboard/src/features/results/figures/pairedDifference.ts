import { bootstrapIntervals } from '@assay/metrics';
import { bootstrapEstimate, type Estimate, roundsFor } from './estimate';

/** 1 where only the first run is right, -1 where only the second is, else 0; and the part of each picture. */
export type PairedDifferenceInput = { gains: Int8Array; groups: Int32Array };

/** The difference of two accuracies on the same pictures, with an interval from drawing whole parts anew. */
export function pairedDifference({ gains, groups }: PairedDifferenceInput): Estimate {
  const figures = (counts: Uint16Array) => {
    let [sum, all] = [0, 0];
    for (let i = 0; i < counts.length; i++) {
      sum += (gains[i] ?? 0) * (counts[i] ?? 0);
      all += counts[i] ?? 0;
    }
    return { difference: all > 0 ? sum / all : null };
  };
  const found = bootstrapIntervals(figures, { units: gains.length, rounds: roundsFor(gains.length), groups });
  return bootstrapEstimate(found.difference, true);
}
