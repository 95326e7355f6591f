import { InputError, type Prediction, type PredictionsHeader, type Split } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { goodOnlyFigures } from '@assay/services';
import { type TaskContext, throwIfStopped } from './context';
import { greyLevels, type ValueMap } from './distanceMap';
import type { GoodFirst } from './goodFirst';
import { recordModel } from './model';
import { quantile as quantileOf } from './quantile';
import { recordFigures, recordPredictions, type SplitFigures } from './record';
import type { StoredTensor } from './tensorFile';

/** Parts of the training pictures that are held out in turn where no good validation pictures set the threshold. */
const FOLDS = 5;

/** How far a picture is from the good ones, and where. */
export type GoodAnswer = { score: number; map?: ValueMap };

/** A model of the good training pictures alone. */
export type GoodOnly = {
  task: 'anomaly' | 'classical';
  data: GoodFirst;
  /** Pictures that it learned from. */
  good: number;
  /** Share of the good pictures that lie below the threshold. */
  quantile: number;
  answersOf(rows: Int32Array): Promise<GoodAnswer[]>;
  /** Scores of the training pictures, each by a model that has not seen it. */
  heldOutScores(folds: number): number[];
  tensors: readonly StoredTensor[];
};

/** @throws InputError when there are fewer than two */
export function goodTrainingRows({ config }: Pick<TaskContext, 'config'>, data: GoodFirst): Int32Array {
  const good = data.rows('train').filter((row) => data.labelOf(row) === 0);
  if (good.length >= 2) return good;
  throw new InputError({
    where: `dataset ${config.dataset.name}`,
    found: `${good.length} good training pictures`,
    fix: 'a model of the good needs two or more; the good class is "good", or the first one',
  });
}

/** Sets the threshold, stores the model, and measures validation and test pictures; of test pictures maps are kept. */
export async function recordGoodOnly(context: TaskContext, model: GoodOnly): Promise<void> {
  const { report, signal } = context;
  const { task, data, good, quantile, tensors } = model;
  const answersOf = async (rows: Int32Array): Promise<GoodAnswer[]> => {
    throwIfStopped(signal);
    return rows.length === 0 ? [] : model.answersOf(rows);
  };
  const validation = data.rows('validation');
  const validationAnswers = await answersOf(validation);
  const goodValidation = validationAnswers.filter((_, place) => data.labelOf(validation[place] ?? -1) === 0);
  const isCalibrated = goodValidation.length > 0;
  const calibrated = isCalibrated ? 'validation' : `train, ${FOLDS} folds`;
  const scores = isCalibrated ? goodValidation.map(({ score }) => score) : model.heldOutScores(FOLDS);
  const threshold = quantileOf(scores, quantile);
  report.log(0, `threshold ${threshold.toPrecision(6)}: ${quantile} of the good pictures lie below (${calibrated})`);

  const facts = { task, classes: data.classes, threshold, which: 'last' } as const;
  const weightsDigest = await recordModel(context, { ...facts, tensors }, 0);
  const splits: Record<string, SplitFigures> = {};
  for (const [split, rows] of [
    ['validation', validation],
    ['test', data.rows('test')],
  ] as const) {
    if (rows.length === 0) continue;
    const answers = split === 'validation' ? validationAnswers : await answersOf(rows);
    // Maps of the test pictures alone: they are looked at, and they are the large part.
    const maps = split === 'test' ? await storeMaps(context, answers, threshold) : [];
    const predictions = answers.map(({ score }, place) => predictionOf(data, rows[place] ?? -1, score, maps[place]));
    const header = headerOf(context, model, { split, threshold, calibrated });
    await recordPredictions(context, header, predictions, 0);
    splits[split] = goodOnlyFigures({ header, lines: predictions });
  }
  const { datasetDigest } = context.assignment;
  const record = { version: 1 as const, datasetDigest, classes: data.classes, splits, weightsDigest };
  await recordFigures(context, record, { step: 0, pictures: good });
}

/** Grey heat maps, black at 0 and white at twice the threshold. */
async function storeMaps({ artifacts }: TaskContext, answers: GoodAnswer[], threshold: number) {
  const digests: string[] = [];
  for (const { map } of answers) {
    if (!map) continue;
    const data = greyLevels(map, 0, 2 * threshold);
    digests.push((await artifacts.put(encodePng({ width: map.width, height: map.height, channels: 1, data }))).digest);
  }
  return digests;
}

function predictionOf(data: GoodFirst, row: number, score: number, map: string | undefined): Prediction {
  const item = data.itemAt(row);
  const label = data.labelOf(row);
  return {
    item: item.picture,
    path: item.path,
    truth: label === null ? {} : { label, ...(item.masks ? { masks: item.masks.map(({ digest }) => digest) } : {}) },
    score,
    ...(map ? { map } : {}),
  };
}

function headerOf(
  { assignment }: TaskContext,
  { task, data, quantile }: Pick<GoodOnly, 'task' | 'data' | 'quantile'>,
  { split, threshold, calibrated }: { split: Split; threshold: number; calibrated: string },
): PredictionsHeader {
  return {
    version: 1,
    task,
    datasetDigest: assignment.datasetDigest,
    split,
    classes: data.classes,
    scores: 'distance',
    threshold,
    protocol: { name: 'anomaly', parameters: { quantile, calibrated } },
  };
}
