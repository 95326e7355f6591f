import { accuracy } from './accuracy';
import { argMax } from './argMax';
import { averagePrecisionOfSorted } from './averagePrecision';
import { brier } from './brier';
import { calibrationError } from './calibrationError';
import { cohenKappa } from './cohenKappa';
import { confusionMatrix } from './confusionMatrix';
import { logLoss } from './logLoss';
import { mcc } from './mcc';
import { type AveragedFigure, balancedAccuracy, precisionRecallF1 } from './precisionRecallF1';
import { notProbabilities } from './probabilities';
import { eachAgainstRest } from './ranking/sortedClasses';
import { meanIfAll, rocAucOfSorted } from './rocAuc';
import { topKAccuracy } from './topKAccuracy';

export type ClassificationReport = {
  accuracy: number;
  balancedAccuracy: number;
  precision: AveragedFigure;
  recall: AveragedFigure;
  f1: AveragedFigure;
  /** Rows = truth. */
  confusionMatrix: number[][];
  rocAuc: { macroOvr: number | null; perClass: (number | null)[] };
  averagePrecision: { macro: number | null; perClass: (number | null)[] };
  logLoss: number | null;
  brier: number | null;
  ece: number | null;
  mcc: number;
  cohenKappa: number | null;
  /** Accuracy by k, where it was asked for. */
  topK?: Record<string, number>;
  /** Why a figure is null, by its path: `rocAuc.perClass.2`. */
  undefined: Record<string, string>;
};

/**
 * All figures of a classification. The predicted class is the one with the highest score, the lowest index on ties.
 *
 * @param truth class index of each sample
 * @param scores [N][classes], larger is more likely
 * @throws RangeError for no samples, unequal lengths, a class that was not declared, or NaN
 */
export function classificationReport(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  { classes, topK = [] }: { classes: number; topK?: readonly number[] },
): ClassificationReport {
  if (truth.length === 0) throw new RangeError('no samples to measure');
  const predicted = scores.map(argMax);
  const matrix = confusionMatrix(truth, predicted, classes);
  const ranked = rankFigures(truth, scores, classes);
  const probable = probabilityFigures(truth, scores);
  const kappa = cohenKappa(matrix);
  return {
    accuracy: accuracy(truth, predicted),
    balancedAccuracy: balancedAccuracy(matrix),
    ...precisionRecallF1(matrix),
    confusionMatrix: matrix,
    ...ranked.figures,
    ...probable.figures,
    mcc: mcc(matrix),
    cohenKappa: kappa,
    ...(topK.length > 0 ? { topK: Object.fromEntries(topK.map((k) => [k, topKAccuracy(truth, scores, k)])) } : {}),
    undefined: {
      ...ranked.missing,
      ...probable.missing,
      ...(kappa === null ? { cohenKappa: 'truth and predictions are of one and the same class' } : {}),
    },
  };
}

function rankFigures(truth: readonly number[], scores: readonly ArrayLike<number>[], classes: number) {
  const areas: (number | null)[] = [];
  const precisions: (number | null)[] = [];
  const missing: Record<string, string> = {};
  for (const sorted of eachAgainstRest(truth, scores, classes)) {
    const c = areas.length;
    areas.push(rocAucOfSorted(sorted));
    precisions.push(averagePrecisionOfSorted(sorted));
    const why = sorted.positives.length === 0 ? 'the class never occurs' : 'no other class occurs';
    if (areas[c] === null) missing[`rocAuc.perClass.${c}`] = why;
    if (precisions[c] === null) missing[`averagePrecision.perClass.${c}`] = why;
  }
  const rocAuc = { macroOvr: meanIfAll(areas), perClass: areas };
  const averagePrecision = { macro: meanIfAll(precisions), perClass: precisions };
  if (rocAuc.macroOvr === null) {
    missing['rocAuc.macroOvr'] = 'a class never occurs among the samples, or no other does';
  }
  if (averagePrecision.macro === null) missing['averagePrecision.macro'] = 'a class never occurs among the samples';
  return { figures: { rocAuc, averagePrecision }, missing };
}

function probabilityFigures(truth: readonly number[], scores: readonly ArrayLike<number>[]) {
  const missing: Record<string, string> = {};
  const why = notProbabilities(scores);
  if (why !== null) {
    for (const key of ['logLoss', 'brier', 'ece']) missing[key] = why;
    return { figures: { logLoss: null, brier: null, ece: null }, missing };
  }
  const figures = {
    logLoss: logLoss(truth, scores),
    brier: brier(truth, scores),
    ece: calibrationError(truth, scores),
  };
  return { figures, missing };
}
