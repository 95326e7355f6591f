import type { ModelBundle } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import { featuresOf, type PixelBatch } from '@assay/ssl-core';
import { buildClassifier, probabilities } from './classifier';
import type { ValueMap } from './distanceMap';
import { hogFeatures, readSvm, svmScores } from './hogModel';
import { buildBackbone, setWeights } from './network';
import { anomalyAnswers, patchFeatures, readPadim } from './padim';
import { packedSize } from './pictures';
import { readProbe } from './probeModel';
import type { TensorFile } from './tensorFile';

export type PictureAnswer = { scores?: number[]; score?: number; map?: ValueMap };

/** A stored model at work. */
export interface Predictor {
  /** Side and channels of the pictures that it wants; they are made as the run made its own. */
  readonly side: number;
  readonly channels: 1 | 3;
  predict(batches: Iterable<PixelBatch>): Promise<PictureAnswer[]>;
  dispose(): void;
}

/** @throws InputError when the tensors do not fit the bundle's config */
export function createPredictor(bundle: ModelBundle, file: TensorFile): Predictor {
  const { config, classes } = bundle;
  switch (config.task) {
    case 'classical': {
      const svm = readSvm(file);
      const { size } = config.input;
      return {
        side: size,
        channels: 1,
        predict: async (batches) =>
          [...batches].flatMap(({ pixels }) =>
            svmScores(svm, hogFeatures(pixels, size, config.features)).map((scores) => ({ scores })),
          ),
        dispose: () => {},
      };
    }
    case 'finetune': {
      openEngine();
      const classifier = buildClassifier(config, classes.length);
      const parameters = [...classifier.backbone.parameters, ...classifier.head.parameters];
      setWeights({ parameters }, file.group('model'), 'model');
      return {
        ...packedSize(config.input),
        predict: async (batches) =>
          (await probabilities(classifier, batches, config.input)).map((scores) => ({ scores })),
        dispose: classifier.dispose,
      };
    }
    case 'probe': {
      openEngine();
      const backbone = buildBackbone(config);
      setWeights(backbone, file.group('model'), 'model');
      const model = readProbe(config.probe, file, classes.length);
      return {
        ...packedSize(config.input),
        predict: async (batches) => {
          const { features } = await featuresOf(backbone, batches, config.input);
          return model.scores(features).map((scores) => ({ scores }));
        },
        dispose: backbone.dispose,
      };
    }
    case 'anomaly': {
      openEngine();
      const backbone = buildBackbone(config);
      setWeights(backbone, file.group('model'), 'model');
      const padim = readPadim(file);
      return {
        ...packedSize(config.input),
        predict: async (batches) =>
          anomalyAnswers(padim, await patchFeatures(backbone, batches, config, padim.channels), config.input.size),
        dispose: backbone.dispose,
      };
    }
    case 'pretrain':
      throw new Error('a pretraining has no model that predicts');
  }
}
