import type { ModelBundle } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import {
  collectRows,
  createEvaluationProgram,
  disposeParameters,
  type Evaluation,
  type Parameter,
  type PixelBatch,
  type Rows,
} from '@assay/ssl-core';
import { buildClassifier, classScores } from './classifier';
import { createClassicalPredictor } from './descriptors/classicalPredictor';
import type { ValueMap } from './distanceMap';
import { engineOptions } from './engineOptions';
import { type EvaluatedPictures, evaluationBatchSize, frozenFeatures, toLists } from './evaluations';
import { buildBackbone, setWeights } from './network';
import { anomalyAnswers, patchEvaluation, patchFeatures, readPadim } from './padim';
import { packedSize } from './pictures';
import { readProbe } from './probeModel';
import type { TensorFile } from './tensorFile';

export type PictureAnswer = { scores?: number[]; score?: number; map?: ValueMap };

/** A stored model at work. */
export interface Predictor {
  /** Side and channels of the pictures that it wants; they are made as the run made its own. */
  readonly side: number;
  readonly channels: 1 | 3;
  /** Pictures of a batch that costs no more than it must. */
  readonly batchSize: number;
  predict(batches: Iterable<PixelBatch>): Promise<PictureAnswer[]>;
  dispose(): void;
}

/** Pictures from which on compiling, about half a second, costs less than it saves. */
const COMPILED_FROM = 65;
/** Executed code keeps all values between the layers until the batch is done. */
const EXECUTED_BATCH_MAX = 8;

/**
 * @param pictures how many will be asked about: few are not worth a compiled program
 * @throws InputError when the tensors do not fit the bundle's config
 */
export function createPredictor(bundle: ModelBundle, file: TensorFile, pictures: number): Predictor {
  const { config, classes } = bundle;
  switch (config.task) {
    case 'classical':
      return createClassicalPredictor({ config, classes }, file);
    case 'finetune': {
      openEngine();
      const classifier = buildClassifier(config, classes.length);
      const parameters = [...classifier.backbone.parameters, ...classifier.head.parameters];
      return networkPredictor(bundle, file, {
        parameters,
        pictures,
        evaluation: (evaluated) => classScores(classifier, evaluated),
        answer: (rows) => toLists(rows).map((scores) => ({ scores })),
      });
    }
    case 'probe': {
      openEngine();
      const backbone = buildBackbone(config);
      const model = readProbe(config.probe, file, classes.length);
      return networkPredictor(bundle, file, {
        parameters: backbone.parameters,
        pictures,
        evaluation: (evaluated) => frozenFeatures(backbone, evaluated),
        answer: ({ values }) => model.scores(values).map((scores) => ({ scores })),
      });
    }
    case 'anomaly': {
      openEngine();
      const backbone = buildBackbone(config);
      const padim = readPadim(file);
      const { channels } = padim;
      return networkPredictor(bundle, file, {
        parameters: backbone.parameters,
        pictures,
        evaluation: (evaluated) => patchEvaluation(backbone, config, { ...evaluated, channels }),
        answer: (rows) => anomalyAnswers(padim, patchFeatures(rows), config.input.size),
      });
    }
    case 'pretrain':
      throw new Error('a pretraining has no model that predicts');
  }
}

/** A stored network as a program of one evaluation, and what its rows mean. */
function networkPredictor(
  { config }: ModelBundle,
  file: TensorFile,
  network: {
    parameters: readonly Parameter[];
    pictures: number;
    evaluation: (evaluated: EvaluatedPictures) => Evaluation;
    answer: (rows: Rows) => PictureAnswer[];
  },
): Predictor {
  const { parameters, pictures } = network;
  setWeights({ parameters }, file.group('model'), 'model');
  const { side, channels } = packedSize(config.input);
  const options = engineOptions(config);
  // Only compiled code knows the short format.
  const isCompiled = options.engine === 'compiled' && (pictures >= COMPILED_FROM || options.precision === 'bfloat16');
  const batchSize = isCompiled ? evaluationBatchSize(pictures) : Math.min(EXECUTED_BATCH_MAX, pictures);
  const program = createEvaluationProgram(
    { rows: network.evaluation({ input: config.input, side, batchSize }) },
    { ...options, engine: isCompiled ? 'compiled' : 'eager', variables: parameters.map(({ variable }) => variable) },
  );
  return {
    side,
    channels,
    batchSize,
    predict: async (batches) => network.answer(await collectRows(program, 'rows', batches)),
    dispose() {
      program.close();
      disposeParameters(parameters);
    },
  };
}
