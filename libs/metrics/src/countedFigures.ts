import { argMax } from './argMax';
import { brier } from './brier';
import { cohenKappa } from './cohenKappa';
import { logLoss } from './logLoss';
import { mcc } from './mcc';
import { balancedAccuracy, precisionRecallF1 } from './precisionRecallF1';
import { notProbabilities } from './probabilities';
import { meanIfAll } from './rocAuc';
import type { CountedFigures } from './stats/bootstrapInterval';
import { type OrderedScores, orderScores, weightedAuroc, weightedAveragePrecision } from './stats/rankedFigures';

/** One class against the rest. */
type OneAgainstRest = { labels: Uint8Array; scores: Float64Array; order: OrderedScores };

export type Counted = { figures: CountedFigures; perClass: OneAgainstRest[] };

/**
 * The figures of a classification that depend on how often each sample counts, by their paths in `classificationReport`:
 * predicted and sorted once, then one walk over the counts of each draw.
 *
 * @param truth class index of each sample
 * @param scores [N][classes]
 */
export function countedFigures(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  classes: number,
): Counted {
  const predicted = scores.map(argMax);
  const perClass = Array.from({ length: classes }, (_, c): OneAgainstRest => {
    const column = Float64Array.from(scores, (row) => row[c] ?? Number.NaN);
    return { labels: Uint8Array.from(truth, (of) => (of === c ? 1 : 0)), scores: column, order: orderScores(column) };
  });
  const isProbable = notProbabilities(scores) === null;
  const each = (of: typeof logLoss): Float64Array =>
    Float64Array.from(truth, (label, i) => (isProbable ? of([label], [scores[i] ?? []]) : 0));
  const [losses, squares] = [each(logLoss), each(brier)];

  const figures: CountedFigures = (counts) => {
    const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    let [drawn, loss, square] = [0, 0, 0];
    for (let i = 0; i < truth.length; i++) {
      const count = counts[i] ?? 0;
      if (count === 0) continue;
      const row = matrix[truth[i] ?? 0];
      const column = predicted[i] ?? 0;
      if (row) row[column] = (row[column] ?? 0) + count;
      drawn += count;
      loss += count * (losses[i] ?? 0);
      square += count * (squares[i] ?? 0);
    }
    const { precision, recall, f1 } = precisionRecallF1(matrix);
    const areas = perClass.map(({ labels, order }) => weightedAuroc(order, { labels, weights: counts }));
    const precisions = perClass.map((of) => weightedAveragePrecision(of.order, { labels: of.labels, weights: counts }));
    const found: Record<string, number | null> = {
      accuracy: recall.micro,
      balancedAccuracy: balancedAccuracy(matrix),
      'precision.macro': precision.macro,
      'precision.weighted': precision.weighted,
      'recall.macro': recall.macro,
      'f1.macro': f1.macro,
      'f1.weighted': f1.weighted,
      'rocAuc.macroOvr': meanIfAll(areas),
      'averagePrecision.macro': meanIfAll(precisions),
      logLoss: isProbable ? loss / drawn : null,
      brier: isProbable ? square / drawn : null,
      mcc: mcc(matrix),
      cohenKappa: cohenKappa(matrix),
    };
    for (let c = 0; c < classes; c++) {
      found[`precision.perClass.${c}`] = precision.perClass[c] ?? null;
      found[`recall.perClass.${c}`] = recall.perClass[c] ?? null;
      found[`f1.perClass.${c}`] = f1.perClass[c] ?? null;
      found[`rocAuc.perClass.${c}`] = areas[c] ?? null;
      found[`averagePrecision.perClass.${c}`] = precisions[c] ?? null;
    }
    return found;
  };
  return { figures, perClass };
}
