import { type AnomalyConfig, InputError, type Prediction, type PredictionsHeader, type Split } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { goodOnlyFigures } from '@assay/services';
import { type RunTask, type TaskContext, throwIfStopped } from './context';
import { greyLevels } from './distanceMap';
import { evaluateRows, evaluationBatchSize } from './evaluations';
import { type GoodFirst, goodFirst } from './goodFirst';
import { openEvaluation } from './memory';
import { recordModel } from './model';
import { buildBackbone, loadInitialWeights, modelTensors } from './network';
import {
  type AnomalyAnswer,
  anomalyAnswers,
  chooseChannels,
  fitPadim,
  heldOutScores,
  joinedChannels,
  padimTensors,
  patchEvaluation,
  patchFeatures,
} from './padim';
import { loadPictures, packedSize } from './pictures';
import { quantile } from './quantile';
import { recordFigures, recordPredictions, type SplitFigures } from './record';

/** Parts of the training pictures that are held out in turn where no good validation pictures set the threshold. */
const FOLDS = 5;

/** Models the good training pictures alone, and calls a picture defective that is too far from all of them. */
export const anomaly: RunTask<AnomalyConfig> = async (context) => {
  const { config, report, signal, assignment } = context;
  await context.started(0);
  const pictures = await loadPictures(context, packedSize(config.input));
  const { manifest, pack } = pictures;
  try {
    const data = goodFirst(manifest);
    const good = data.rows('train').filter((row) => data.labelOf(row) === 0);
    if (good.length < 2) {
      throw new InputError({
        where: `dataset ${config.dataset.name}`,
        found: `${good.length} good training pictures`,
        fix: 'a model of the good needs two or more; the good class is "good", or the first one',
      });
    }
    const backbone = buildBackbone(config);
    await loadInitialWeights(context, backbone);
    const channels = chooseChannels(config, joinedChannels(backbone, config));
    const pictureSets = [good, data.rows('validation'), data.rows('test')].map(({ length }) => length);
    const batchSize = evaluationBatchSize(...pictureSets);
    const program = openEvaluation(
      context,
      'patches',
      patchEvaluation(backbone, config, { input: config.input, side: pack.size, batchSize, channels }),
      backbone.parameters.map(({ variable }) => variable),
    );
    const features = async (rows: Int32Array) => patchFeatures(await evaluateRows(program, 'patches', pack, rows));
    const known = await features(good);
    const padim = fitPadim(known, channels, config.model.regularisation);
    throwIfStopped(signal);
    report.log(0, `${good.length} good training pictures, ${channels.length} features at ${padim.side ** 2} positions`);

    const answersOf = async (rows: Int32Array): Promise<AnomalyAnswer[]> => {
      throwIfStopped(signal);
      return rows.length === 0 ? [] : anomalyAnswers(padim, await features(rows), config.input.size);
    };
    const validation = data.rows('validation');
    const validationAnswers = await answersOf(validation);
    const goodValidation = validationAnswers.filter((_, place) => data.labelOf(validation[place] ?? -1) === 0);
    const calibrated = goodValidation.length > 0 ? 'validation' : `train, ${FOLDS} folds`;
    const scores =
      goodValidation.length > 0
        ? goodValidation.map(({ score }) => score)
        : heldOutScores(known, channels, { ...config, folds: FOLDS });
    const { quantile: share } = config.threshold;
    const threshold = quantile(scores, share);
    report.log(0, `threshold ${threshold.toPrecision(6)}: ${share} of the good pictures lie below (${calibrated})`);

    const facts = { task: 'anomaly', classes: data.classes, threshold, which: 'last' } as const;
    const weightsDigest = await recordModel(
      context,
      { ...facts, tensors: [...modelTensors([backbone]), ...padimTensors(padim)] },
      0,
    );
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
      const header = headerOf(context, data.classes, { split, threshold, calibrated });
      await recordPredictions(context, header, predictions, 0);
      splits[split] = goodOnlyFigures({ header, lines: predictions });
    }
    const record = {
      version: 1 as const,
      datasetDigest: assignment.datasetDigest,
      classes: data.classes,
      splits,
      weightsDigest,
    };
    await recordFigures(context, record, { step: 0, pictures: good.length });
    program.close();
    backbone.dispose();
  } finally {
    await pictures.close();
  }
};

/** Grey heat maps, black at 0 and white at twice the threshold. */
async function storeMaps({ artifacts }: TaskContext, answers: AnomalyAnswer[], threshold: number): Promise<string[]> {
  const digests: string[] = [];
  for (const { map } of answers) {
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
  { assignment, config }: TaskContext<AnomalyConfig>,
  classes: string[],
  { split, threshold, calibrated }: { split: Split; threshold: number; calibrated: string },
): PredictionsHeader {
  return {
    version: 1,
    task: 'anomaly',
    datasetDigest: assignment.datasetDigest,
    split,
    classes,
    scores: 'distance',
    threshold,
    protocol: {
      name: 'anomaly',
      parameters: { quantile: config.threshold.quantile, calibrated },
    },
  };
}
