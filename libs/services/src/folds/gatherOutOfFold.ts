import { canonicalJson, decisionOf, foldPlanOf, type Prediction, type PredictionsHeader } from '@assay/contracts';
import type { Predictions } from '../predictions/predictionsFile';
import type { FoldRun } from './foldSet';

/**
 * The predictions of all folds of one repetition as one: every picture once, by the model that has not seen it, in the order
 * of the paths. Anomaly scores of two models have no common unit: they are divided by their model's threshold, so that the
 * threshold is 1 for all.
 *
 * @param folds in the order of the folds
 * @throws Error when they are not of one kind, or name a picture twice
 */
export function gatherOutOfFold(folds: readonly { run: FoldRun; predictions: Predictions }[]): Predictions {
  const [first] = folds;
  if (!first) throw new Error('no fold to gather');
  const { threshold: _threshold, fold: _fold, ...common } = first.predictions.header;
  const isScaled = common.scores === 'distance';
  const lines = folds
    .flatMap(({ run, predictions: { header, lines: of } }, place) => {
      requireSameKind(common, header, run.id);
      return of.map((line): Prediction => ({ ...scaled(line, isScaled ? header.threshold : null), fold: place + 1 }));
    })
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const twice = lines.find((line, i) => line.path === lines[i + 1]?.path);
  if (twice) throw new Error(`${twice.path} is tested in fold ${twice.fold} and in another`);
  const { fold } = first.run.config;
  const thresholds = new Set(folds.map(({ predictions }) => predictions.header.threshold));
  const [shared = null] = thresholds;
  const header: PredictionsHeader = {
    ...common,
    split: 'out-of-fold',
    threshold: isScaled ? 1 : thresholds.size === 1 ? shared : null,
    outOfFold: { plan: foldPlanOf(fold), repeat: fold.repeat, runs: folds.map(({ run }) => run.id) },
  };
  return { header, lines };
}

function scaled(line: Prediction, threshold: number | null): Prediction {
  if (threshold === null || line.score === undefined) return line;
  if (threshold > 0) return { ...line, score: line.score / threshold };
  throw new Error(`a threshold of ${threshold} gives scores no unit`);
}

function requireSameKind(
  common: Omit<PredictionsHeader, 'threshold' | 'fold'>,
  { threshold: _threshold, fold: _fold, ...header }: PredictionsHeader,
  run: string,
): void {
  // Folds have one config, so they were fitted alike, though not all of them say how.
  const kindOf = (one: typeof common) => canonicalJson({ ...one, protocol: decisionOf(one.protocol) });
  if (kindOf(header) === kindOf(common)) return;
  throw new Error(`the predictions of run ${run} are of another kind than those of the first fold`);
}
