import { type ComparisonGroup, canonicalJson, foldPlanOf } from '@assay/contracts';
import { mean, standardDeviation } from '@assay/metrics';
import { crossValidationKey, type FoldRun, isFoldRun } from '../folds/foldSet';
import { type FoldSizes, type FoldValue, foldInterval, foldMeans } from './foldValues';
import type { Group, Measured } from './groups';

export type Folded = Measured & { run: FoldRun };

export function isFolded(one: Measured): one is Folded {
  return isFoldRun(one.run);
}

export function isAnyFolded({ members }: Group): boolean {
  return members.some(isFolded);
}

/** Figures of all folds together, which stand with the run of each. */
export function isOutOfFold(metric: string): boolean {
  return metric.startsWith('oof/');
}

/** Of figures that are of all folds together one a repetition and seed; other figures as they are. */
export function withoutCopies(measured: readonly Measured[], metric: string): Measured[] {
  return isOutOfFold(metric) ? onePerSet(measured) : [...measured];
}

/** Of the folds of one repetition at one seed the first, standing for all; runs without a fold as they are. */
export function onePerSet(measured: readonly Measured[]): Measured[] {
  const first = new Map<string, Measured>();
  const indexOf = (one: Measured): number => (isFolded(one) ? one.run.config.fold.index : 0);
  for (const one of measured) {
    const { run } = one;
    const key = isFoldRun(run)
      ? [run.label, crossValidationKey(run), run.config.fold.repeat, run.seed].join(' ')
      : run.id;
    const other = first.get(key);
    if (!other || indexOf(one) < indexOf(other)) first.set(key, one);
  }
  return [...first.values()];
}

/** Plan and dataset version of a group's folds: two groups of one were tested on the same folds. */
export function planOf({ members }: Group): string {
  const plans = members
    .filter(isFolded)
    .map(({ run }) => `${run.datasetDigest} ${canonicalJson(foldPlanOf(run.config.fold))}`);
  return [...new Set(plans)].sort().join();
}

/** Whether all runs of both are folds of one plan. */
export function isSamePlan(a: Group, b: Group): boolean {
  return [a, b].every(({ members }) => members.every(isFolded)) && planOf(a) === planOf(b);
}

export function valuesOf({ members }: Group): FoldValue[] {
  return members.filter(isFolded).map(({ run, metric }) => ({ fold: run.config.fold, value: metric.last }));
}

/** Whether its runs differ in their seeds alone, as figures of all folds of one repetition do. */
export function isBySeed({ members }: Group, metric: string): boolean {
  if (!isOutOfFold(metric)) return members.every((one) => !isFolded(one));
  return new Set(members.map((one) => (isFolded(one) ? one.run.config.fold.repeat : 0))).size === 1;
}

/**
 * A group of folds as it is described over seeds, with what does not hold for folds put right: the mean is over folds, the
 * interval the corrected one, and each value says its fold.
 */
export function describeFolds(
  group: Group,
  described: ComparisonGroup,
  { metric, sizes }: { metric: string; sizes: FoldSizes | null },
): ComparisonGroup {
  const folded = group.members.filter(isFolded);
  if (folded.length === 0) return described;
  const places = folded.map(({ run }) => run.config.fold);
  const folds = {
    of: Math.max(...places.map(({ of }) => of)),
    repeats: new Set(places.map(({ repeat }) => repeat)).size,
    train: sizes?.train ?? null,
    test: sizes?.test ?? null,
  };
  if (isBySeed(group, metric)) return { ...described, folds };
  const placeOf = new Map(folded.map(({ run }) => [run.id, run.config.fold]));
  const values = described.values.map((value) => {
    const fold = placeOf.get(value.run);
    return fold ? { ...value, fold: { index: fold.index, repeat: fold.repeat } } : value;
  });
  const none = { ...described, values, folds, low: null, high: null };
  if (isOutOfFold(metric) || folded.length < group.members.length) return none;
  const means = [...foldMeans(valuesOf(group)).values()];
  const interval = foldInterval(valuesOf(group), sizes);
  return {
    ...none,
    mean: mean(means),
    std: standardDeviation(means),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
