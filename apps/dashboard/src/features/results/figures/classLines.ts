import {
  aurocInterval,
  bootstrapIntervals,
  orderScores,
  weightedAuroc,
  weightedAveragePrecision,
} from '@assay/metrics';
import { bootstrapEstimate, type Estimate, rateEstimate, roundsFor } from './estimate';

export const CLASS_FIGURES = ['precision', 'recall', 'f1', 'averagePrecision', 'rocAuc'] as const;
export type ClassFigure = (typeof CLASS_FIGURES)[number];
/** What is known of a class: how often it is true, how often it was called, and its figures against the rest. */
export type ClassLine = { index: number; support: number; called: number } & Record<ClassFigure, Estimate>;

/** Labelled pictures alone. */
export type ClassLinesInput = {
  /** [M] */
  truth: Int32Array;
  /** [M] */
  predicted: Int32Array;
  /** [C][M] the scores a class. */
  scores: Float64Array[];
  groups: Int32Array | null;
};

/** Every class against the rest: the highest score decides, and average precision and AUROC rank by the class's score. */
export function classLines({ truth, predicted, scores, groups }: ClassLinesInput): ClassLine[] {
  const classes = scores.map((of, index) => ({
    index,
    ordered: orderScores(of),
    isTrue: Uint8Array.from(truth, (label) => (label === index ? 1 : 0)),
  }));
  const figures = (counts: Uint16Array): Record<string, number | null> => {
    const found: Record<string, number | null> = {};
    const tally = tallyClasses({ truth, predicted, counts }, classes.length);
    for (const { index, ordered, isTrue } of classes) {
      const { right = 0, support = 0, called = 0 } = tally[index] ?? {};
      const weighting = { labels: isTrue, weights: counts };
      found[`precision ${index}`] = called > 0 ? right / called : null;
      found[`recall ${index}`] = support > 0 ? right / support : null;
      found[`f1 ${index}`] = support + called > 0 ? (2 * right) / (support + called) : null;
      found[`averagePrecision ${index}`] = weightedAveragePrecision(ordered, weighting);
      if (groups) found[`rocAuc ${index}`] = weightedAuroc(ordered, weighting);
    }
    return found;
  };
  const plan = { units: truth.length, rounds: roundsFor(truth.length), groups: groups ?? undefined };
  const found = bootstrapIntervals(figures, plan);
  const ones = new Uint16Array(truth.length).fill(1);
  const tally = tallyClasses({ truth, predicted, counts: ones }, classes.length);
  return classes.map(({ index, isTrue }) => {
    const { right = 0, support = 0, called = 0 } = tally[index] ?? {};
    const drawn = (name: string) => bootstrapEstimate(found[`${name} ${index}`], groups !== null);
    const by = { index, support, called, f1: drawn('f1'), averagePrecision: drawn('averagePrecision') };
    if (groups) return { ...by, precision: drawn('precision'), recall: drawn('recall'), rocAuc: drawn('rocAuc') };
    return {
      ...by,
      precision: rateEstimate(right, called),
      recall: rateEstimate(right, support),
      rocAuc: areaEstimate(isTrue, scores[index] ?? new Float64Array(0)),
    };
  });
}

function areaEstimate(labels: Uint8Array, scores: Float64Array): Estimate {
  const { auroc: value, low, high, reason } = aurocInterval(labels, scores);
  return { value, low, high, kind: low === null ? null : 'delong', reason: value === null ? null : reason };
}

type Counted = { truth: Int32Array; predicted: Int32Array; counts: Uint16Array };

function tallyClasses({ truth, predicted, counts }: Counted, classes: number) {
  const tally = Array.from({ length: classes }, () => ({ right: 0, support: 0, called: 0 }));
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    if (count === 0) continue;
    const label = tally[truth[i] ?? -1];
    const call = tally[predicted[i] ?? -1];
    if (label) label.support += count;
    if (call) call.called += count;
    if (label && label === call) label.right += count;
  }
  return tally;
}
