import type { Manifest, Prediction, PredictionsHeader, Protocol, Split } from '@assay/contracts';
import { classificationIntervals, type FigureInterval, figureKey } from '@assay/metrics';
import { classFigures } from '@assay/services';
import type { TaskContext } from './context';
import { classOf, labelledPictures } from './labels';
import type { Pictures } from './pictures';
import { type FiguresRecord, recordFigures, recordPredictions, type SplitFigures } from './record';

export type Scorer = (rows: Int32Array) => Promise<number[][]>;

export type ClassificationResult = {
  task: 'finetune' | 'probe' | 'classical';
  scores: 'probability' | 'decision';
  weightsDigest: string | null;
  step: number;
  pictures: number;
  protocol: Protocol;
  /** What else the record of the figures is to hold. */
  more?: Pick<FiguresRecord, 'sweep' | 'fewLabels' | 'search'>;
};

/** Scores validation and test pictures, stores the predictions, and reports all figures that follow from them. */
export async function recordClassification(
  context: TaskContext,
  { manifest }: Pick<Pictures, 'manifest'>,
  scorer: Scorer,
  result: ClassificationResult,
): Promise<void> {
  const splits: Record<string, SplitFigures> = {};
  for (const split of ['validation', 'test'] as const) {
    const { indices } = labelledPictures(manifest, split);
    if (indices.length === 0) {
      context.report.log(result.step, `no labelled ${split} pictures, so there are no ${split} figures`, 'warning');
      continue;
    }
    const scores = await scorer(indices);
    const predictions = [...indices].map((row, place) => prediction(manifest, row, scores[place] ?? []));
    const header = classificationHeader(context, manifest.classes, split, result);
    await recordPredictions(context, header, predictions, result.step);
    splits[split] = classFigures({ header, lines: predictions });
    if (split === 'test') splits[split].intervals = intervalsOf(manifest, predictions);
  }
  const { datasetDigest } = context.assignment;
  const record = {
    version: 1 as const,
    datasetDigest,
    classes: manifest.classes,
    splits,
    weightsDigest: result.weightsDigest,
    ...result.more,
  };
  await recordFigures(context, record, result);
}

/** Intervals of the figures by their keys; by group where pictures of the split share groups. */
function intervalsOf(
  { classes, items }: Pick<Manifest, 'classes' | 'items'>,
  predictions: readonly Prediction[],
): Record<string, FigureInterval> {
  const names = new Map(items.map(({ path, group }) => [path, group]));
  const index = new Map<string, number>();
  // A picture without a group is one of its own.
  const groups = predictions.map(({ path }) => {
    const name = names.get(path) ?? `\n${path}`;
    const known = index.get(name) ?? index.size;
    index.set(name, known);
    return known;
  });
  const found = classificationIntervals(
    predictions.map(({ truth: { label } }) => label ?? 0),
    predictions.map((line) => line.scores ?? []),
    { classes: classes.length, groups: index.size < predictions.length ? groups : undefined },
  );
  return Object.fromEntries(Object.entries(found).map(([path, interval]) => [figureKey(path, classes), interval]));
}

function classificationHeader(
  { assignment }: TaskContext,
  classes: string[],
  split: Split,
  { task, scores, protocol }: ClassificationResult,
): PredictionsHeader {
  return {
    version: 1,
    task,
    datasetDigest: assignment.datasetDigest,
    split,
    classes,
    scores,
    threshold: null,
    protocol,
  };
}

function prediction(manifest: Pictures['manifest'], row: number, scores: number[]): Prediction {
  const item = manifest.items[row];
  if (!item) throw new Error(`row ${row} is not in the manifest`);
  const label = classOf(item);
  return { item: item.picture, path: item.path, truth: label === null ? {} : { label }, scores };
}
