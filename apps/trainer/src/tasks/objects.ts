import type { Item, ModelBundle, Prediction, PredictionsHeader, Protocol, Split } from '@assay/contracts';
import type { TaskContext } from './context';
import { type FiguresRecord, recordFigures, recordPredictions, type SplitFigures } from './record';

/** What a run that says where things are records: of a classical rule, of a network's head. */
export type ObjectsResult = {
  task: ModelBundle['task'];
  output: 'boxes' | 'masks';
  /** What kind of number a score is. */
  scores: PredictionsHeader['scores'];
  /** Of a segmentation the ground is the first. */
  classes: string[];
  threshold: number | null;
  protocol: Protocol;
  weightsDigest: string | null;
  step: number;
  /** Pictures that it has learned from. */
  pictures: number;
};

/** A split's predictions and the figures that follow from them. */
export type MeasuredSplit = { split: Split; predictions: Prediction[]; measured: Omit<SplitFigures, 'protocol'> };

/** Stores the predictions of each split and reports all figures. */
export async function recordObjects(
  context: TaskContext,
  result: ObjectsResult,
  measure: (split: Split) => Promise<MeasuredSplit | null>,
): Promise<void> {
  const { datasetDigest } = context.assignment;
  const { task, output, scores, classes, threshold, protocol, weightsDigest, step } = result;
  const splits: FiguresRecord['splits'] = {};
  for (const split of ['validation', 'test'] as const) {
    const found = await measure(split);
    if (!found) {
      context.report.log(step, `no annotated ${split} pictures, so there are no ${split} figures`, 'warning');
      continue;
    }
    const header: PredictionsHeader = {
      version: 1,
      task,
      datasetDigest,
      split,
      classes,
      output,
      scores,
      threshold,
      protocol,
    };
    await recordPredictions(context, header, found.predictions, step);
    splits[split] = { ...found.measured, protocol };
  }
  await recordFigures(context, { version: 1, datasetDigest, classes, splits, weightsDigest }, result);
}

/** What every line says of its picture. */
export function lineOf(item: Item): Pick<Prediction, 'item' | 'path'> {
  return { item: item.picture, path: item.path };
}
