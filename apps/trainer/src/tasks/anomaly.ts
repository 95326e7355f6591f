import type { AnomalyConfig } from '@assay/contracts';
import { type RunTask, throwIfStopped } from './context';
import { evaluateRows, evaluationBatchSize } from './evaluations';
import { goodFirst } from './goodFirst';
import { goodTrainingRows, recordGoodOnly } from './goodOnly';
import { loadInitialWeights } from './initialWeights';
import { openEvaluation } from './memory';
import { buildBackbone, modelTensors } from './network';
import {
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

/** Models the good training pictures alone, and calls a picture defective that is too far from all of them. */
export const anomaly: RunTask<AnomalyConfig> = async (context) => {
  const { config, report, signal } = context;
  await context.started(0);
  const pictures = await loadPictures(context, packedSize(config.input));
  const { manifest, pack } = pictures;
  try {
    const data = goodFirst(manifest);
    const good = goodTrainingRows(context, data);
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

    await recordGoodOnly(context, {
      task: 'anomaly',
      data,
      good: good.length,
      quantile: config.threshold.quantile,
      answersOf: async (rows) => anomalyAnswers(padim, await features(rows), config.input.size),
      heldOutScores: (folds) => heldOutScores(known, channels, { ...config, folds }),
      tensors: [...modelTensors([backbone]), ...padimTensors(padim)],
    });
    program.close();
    backbone.dispose();
  } finally {
    await pictures.close();
  }
};
