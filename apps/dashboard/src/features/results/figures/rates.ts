import { bootstrapIntervals, type ThresholdFigures } from '@assay/metrics';
import { bootstrapEstimate, type Estimate, rateEstimate, roundsFor, UNDEFINED } from './estimate';

/** What a threshold is judged by. */
export const RATES = ['recall', 'precision', 'f1', 'escapeRate', 'overkillRate', 'accuracy'] as const;
export type Rate = (typeof RATES)[number];
export type Rates = Record<Rate, Estimate>;

type Four = { caught: number; escaped: number; overkill: number; passed: number };

/** Each rate's value and, but for F1, its interval by counts. It applies where pictures do not depend on each other. */
export function ratesAt(at: ThresholdFigures): Rates {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = at;
  const positives = truePositives + falseNegatives;
  const negatives = falsePositives + trueNegatives;
  return {
    recall: rateEstimate(truePositives, positives),
    precision: rateEstimate(truePositives, truePositives + falsePositives),
    f1: { ...UNDEFINED, value: at.f1 },
    escapeRate: rateEstimate(falseNegatives, positives),
    overkillRate: rateEstimate(falsePositives, negatives),
    accuracy: rateEstimate(truePositives + trueNegatives, positives + negatives),
  };
}

export type RatesInput = {
  /** [M] 1 is positive. */
  labels: Uint8Array;
  scores: Float64Array;
  /** [M] the true class, for the share called positive of each. */
  kinds: Int32Array;
  groups: Int32Array | null;
  threshold: number;
};

export type BootstrappedRates = { rates: Rates; kinds: Record<number, Estimate> };

/** The same by drawing pictures anew, whole parts at a time where pictures are of parts. */
export function bootstrapRates({ labels, scores, kinds, groups, threshold }: RatesInput): BootstrappedRates {
  const classes = [...new Set(kinds)];
  const isCalled = Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));
  const figures = (counts: Uint16Array): Record<string, number | null> => {
    const four: Four = { caught: 0, escaped: 0, overkill: 0, passed: 0 };
    const of = new Map(classes.map((kind) => [kind, { called: 0, all: 0 }]));
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      if (count === 0) continue;
      const kind = of.get(kinds[i] ?? -1);
      if (kind) {
        kind.all += count;
        if (isCalled[i]) kind.called += count;
      }
      if (labels[i]) four[isCalled[i] ? 'caught' : 'escaped'] += count;
      else four[isCalled[i] ? 'overkill' : 'passed'] += count;
    }
    const each = [...of].map(([kind, { called, all }]) => [`kind ${kind}`, share(called, all)]);
    return { ...ratesOf(four), ...Object.fromEntries(each) };
  };
  const plan = { units: labels.length, rounds: roundsFor(labels.length), groups: groups ?? undefined };
  const found = bootstrapIntervals(figures, plan);
  const estimate = (key: string) => bootstrapEstimate(found[key], groups !== null);
  return {
    rates: {
      recall: estimate('recall'),
      precision: estimate('precision'),
      f1: estimate('f1'),
      escapeRate: estimate('escapeRate'),
      overkillRate: estimate('overkillRate'),
      accuracy: estimate('accuracy'),
    },
    kinds: Object.fromEntries(classes.map((kind) => [kind, estimate(`kind ${kind}`)])),
  };
}

function ratesOf({ caught, escaped, overkill, passed }: Four): Record<Rate, number | null> {
  return {
    recall: share(caught, caught + escaped),
    precision: share(caught, caught + overkill),
    f1: share(2 * caught, 2 * caught + overkill + escaped),
    escapeRate: share(escaped, caught + escaped),
    overkillRate: share(overkill, overkill + passed),
    accuracy: share(caught + passed, caught + escaped + overkill + passed),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
