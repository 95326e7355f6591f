import { argMax } from './argMax';
import { classificationReport } from './classificationReport';
import { type Counted, countedFigures } from './countedFigures';
import { areaInterval } from './stats/areaInterval';
import { drawnIntervals, type FigureInterval } from './stats/drawnIntervals';
import { groupedRateInterval } from './stats/groupedRateInterval';
import { rateInterval } from './stats/rateInterval';
import { LEVEL } from './stats/says';
import { topKAccuracy } from './topKAccuracy';

export type IntervalPlan = {
  classes: number;
  topK?: readonly number[] | undefined;
  /** The group (part, patient) of each sample, where samples of a group are alike. */
  groups?: readonly number[] | undefined;
  seed?: number | undefined;
  rounds?: number | undefined;
  level?: number | undefined;
};

/** Above so many samples leaving each out once costs more than the correction for skew changes. */
const BCA_MAX = 2000;

const NO_CALIBRATION =
  'None: the estimate lies above the truth by about its own spread, so that a bootstrap interval would miss it.';

/**
 * Intervals of all figures of `classificationReport`, by the figures' paths (`recall.perClass.2`): Wilson or
 * Clopper-Pearson for rates, DeLong for areas under the ROC curve, the bootstrap (BCa up to 2,000 samples, else
 * percentile) for the rest, and all by group where samples come in groups.
 *
 * They speak of other pictures of the same kind for this model as it is, not of training again. Figures that are
 * undefined are left out.
 *
 * @param truth class index of each sample
 * @param scores [N][classes], larger is more likely
 * @throws RangeError as `classificationReport` does, or when there is not one group a sample
 */
export function classificationIntervals(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  plan: IntervalPlan,
): Record<string, FigureInterval> {
  const { classes, groups, level = LEVEL, seed = 0, rounds } = plan;
  const { ece } = classificationReport(truth, scores, { classes });
  const counted = countedFigures(truth, scores, classes);
  const intervals = { ...rateIntervals(truth, scores, plan), ...(groups ? {} : areaIntervals(counted, plan)) };
  const drawn = drawnIntervals(counted.figures, { units: truth.length, groups, seed, rounds, level, bcaMax: BCA_MAX });
  for (const [path, interval] of Object.entries(drawn)) intervals[path] ??= interval;
  if (ece !== null) intervals.ece = { low: null, high: null, method: null, says: NO_CALIBRATION };
  return intervals;
}

/** Of figures that are shares of samples. */
function rateIntervals(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  { classes, topK = [], groups, seed, rounds, level = LEVEL }: IntervalPlan,
): Record<string, FigureInterval> {
  const predicted = scores.map(argMax);
  const shareOf = (samples: readonly number[], isHit: (i: number) => boolean, empty: string): FigureInterval => {
    const outcomes = samples.map(isHit);
    const found = groups
      ? groupedRateInterval({ outcomes, groups: samples.map((i) => groups[i] ?? 0), seed, rounds, level })
      : rateInterval(outcomes.filter(Boolean).length, outcomes.length, level);
    return found
      ? { low: found.low, high: found.high, method: found.kind, says: found.says }
      : { low: null, high: null, method: null, says: `None: ${empty}, so there is nothing to count.` };
  };
  const all = truth.map((_, i) => i);
  const isRight = (i: number): boolean => predicted[i] === truth[i];
  const accuracy = shareOf(all, isRight, 'there are no samples');
  const intervals: Record<string, FigureInterval> = { accuracy };
  for (const path of ['precision.micro', 'recall.micro', 'f1.micro', 'recall.weighted']) intervals[path] = accuracy;
  for (const k of topK) {
    const isAmong = (i: number): boolean => topKAccuracy([truth[i] ?? 0], [scores[i] ?? []], k) === 1;
    intervals[`topK.${k}`] = shareOf(all, isAmong, 'there are no samples');
  }
  for (let c = 0; c < classes; c++) {
    const [occurring, named] = [all.filter((i) => truth[i] === c), all.filter((i) => predicted[i] === c)];
    intervals[`recall.perClass.${c}`] = shareOf(occurring, isRight, 'the class never occurs');
    intervals[`precision.perClass.${c}`] = shareOf(named, isRight, 'the class is never predicted');
  }
  return intervals;
}

/** Of areas under the ROC curve, of samples that do not depend on each other. */
function areaIntervals({ perClass }: Counted, { level = LEVEL }: IntervalPlan): Record<string, FigureInterval> {
  const intervals: Record<string, FigureInterval> = {};
  for (const [c, { labels, scores }] of perClass.entries()) {
    const interval = areaInterval(labels, scores, level);
    if (interval) intervals[`rocAuc.perClass.${c}`] = interval;
  }
  return intervals;
}
