import { canonicalJson, type Prediction, type PredictionsHeader } from '@assay/contracts';
import { encodePredictions, predictionsName, type SplitFigures } from '@assay/services';
import type { TaskContext } from './context';
import type { SearchRecord } from './descriptors/searchLearner';
import type { FewLabelsRecord } from './protocols/fewLabels';
import type { RateFigures } from './protocols/sweep';

export type { SplitFigures };

/** What a run measured, beside the metric points: everything that a figure means. */
export type FiguresRecord = {
  version: 1;
  datasetDigest: string;
  classes: string[];
  /** By split: how it was measured, and on what. */
  splits: Record<string, SplitFigures>;
  /** SHA-256 of the `model.*` bytes in name order; null for a model without a network. */
  weightsDigest: string | null;
  /** Of a probe that tried several learning rates: what each came to on validation, and the one that was picked. */
  sweep?: { picked: RateFigures; rates: RateFigures[] };
  /** Of a probe on shares of the labels: every draw. */
  fewLabels?: FewLabelsRecord[];
  /** Of a learner that was chosen on folds of the training pictures. */
  search?: SearchRecord;
};

/** Stores the predictions on one split as an artifact of the run. */
export async function recordPredictions(
  { artifacts, report, config }: Pick<TaskContext, 'artifacts' | 'report' | 'config'>,
  header: PredictionsHeader,
  predictions: readonly Prediction[],
  step: number,
): Promise<void> {
  const whole = config.fold ? { ...header, fold: config.fold } : header;
  const stored = await artifacts.put(encodePredictions({ header: whole, lines: predictions }));
  report.artifact({ kind: 'predictions', name: predictionsName(header.split), ...stored, step });
}

/** Reports `split/figure` as metric points and stores all of them with their protocols as one artifact. */
export async function recordFigures(
  { artifacts, report }: Pick<TaskContext, 'artifacts' | 'report'>,
  record: FiguresRecord,
  { step, pictures }: { step: number; pictures: number },
): Promise<void> {
  for (const [split, measured] of Object.entries(record.splits)) {
    report.metrics(step, pictures, prefixed(split, measured.figures), measured.protocol);
    for (const [key, reason] of Object.entries(measured.undefined)) {
      report.log(step, `${split}/${key} is undefined: ${reason}`);
    }
  }
  if (record.weightsDigest) report.log(step, `weights digest ${record.weightsDigest}`);
  const stored = await artifacts.put(Buffer.from(canonicalJson(record)));
  report.artifact({ kind: 'figures', name: 'figures.json', ...stored, step });
}

export function prefixed(where: string, figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${where}/${key}`, value]));
}
