import { accuracy } from './accuracy';
import { argMax } from './argMax';
import { confusionMatrix, rowSums } from './confusionMatrix';
import { balancedAccuracy, precisionRecallF1 } from './precisionRecallF1';
import { rocAucOvr } from './rocAuc';

export type ClassificationFigures = {
  /** Keyed `what[/which]`, for instance `f1/macro`; a caller puts where it was measured in front. */
  figures: Record<string, number>;
  /** Figures that the data cannot give, with the reason. */
  undefined: Record<string, string>;
  /** Rows = truth. */
  confusionMatrix: number[][];
};

/**
 * All figures of a classification. The predicted class is the one with the highest score, the lowest index on ties.
 *
 * @param truth class index of each sample
 * @param scores [N][classes], larger is more likely
 */
export function classificationFigures(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  classNames: readonly string[],
): ClassificationFigures {
  const classes = classNames.length;
  if (truth.length === 0) throw new RangeError('no samples to measure');
  const predicted = scores.map(argMax);
  const matrix = confusionMatrix(truth, predicted, classes);
  const { precision, recall, f1 } = precisionRecallF1(matrix);
  const auc = rocAucOvr(truth, scores, classes);

  const figures: Record<string, number> = {
    accuracy: accuracy(truth, predicted),
    balancedAccuracy: balancedAccuracy(matrix),
    majorityShare: Math.max(...rowSums(matrix)) / truth.length,
  };
  const missing: Record<string, string> = {};
  for (const [what, figure] of Object.entries({ precision, recall, f1 })) {
    figures[`${what}/macro`] = figure.macro;
    figures[`${what}/micro`] = figure.micro;
    figures[`${what}/weighted`] = figure.weighted;
    classNames.forEach((name, c) => {
      figures[`${what}/class:${encodeURIComponent(name)}`] = figure.perClass[c] ?? 0;
    });
  }
  const put = (key: string, value: number | null, reason: string): void => {
    if (value === null) missing[key] = reason;
    else figures[key] = value;
  };
  put('rocAuc/macroOvr', auc.macroOvr, 'a class never occurs among the samples, or no other does');
  classNames.forEach((name, c) => {
    put(
      `rocAuc/class:${encodeURIComponent(name)}`,
      auc.perClass[c] ?? null,
      'the class never occurs, or no other does',
    );
  });
  return { figures, undefined: missing, confusionMatrix: matrix };
}
