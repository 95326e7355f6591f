import { InputError, type PretrainConfig } from '@assay/contracts';
import { batches, stepsPerEpoch } from '@assay/data';
import type { tf } from '@assay/engine';
import { accuracy, argMax } from '@assay/metrics';
import {
  augmentViews,
  type Backbone,
  createMethod,
  createOptimizer,
  createRng,
  drawViews,
  type Feeds,
  knnClassify,
} from '@assay/ssl-core';
import type { RunTask, TaskContext } from './context';
import { labelledPictures } from './labels';
import { recordWeights } from './model';
import { buildBackbone, modelTensors } from './network';
import { featuresOfRows, loadPictures, type Pictures, packedSize, rowsOfSplit } from './pictures';
import { recordFigures } from './record';
import { runTraining } from './training';

/** Learns a backbone from pictures without their labels; the result is its weights. */
export const pretrain: RunTask<PretrainConfig> = async (context) => {
  const { config, assignment } = context;
  const pictures = await loadPictures(context, packedSize(config.input));
  try {
    const rows = rowsOfSplit(pictures.manifest, config.split);
    if (rows.length === 0) {
      throw new InputError({
        where: 'split',
        found: `dataset ${config.dataset.name} has no pictures in "${config.split}"`,
        fix: 'choose another split',
      });
    }
    const perEpoch = stepsPerEpoch(rows.length, config.batchSize, true);
    const backbone = buildBackbone(config);
    const method = createMethod(config.method, backbone, createRng(config.seed, 'method'));
    const parameters = [...backbone.parameters, ...method.parameters];
    const trainable = parameters.filter(({ isTrainable }) => isTrainable);
    const optimizer = createOptimizer(config.optimizer, trainable);
    const watch = createKnnWatch(context, pictures, backbone);

    async function* feeds(startStep: number): AsyncGenerator<Feeds> {
      const { pack } = pictures;
      const { batchSize, seed } = config;
      const drawn = batches({ pack, indices: rows, batchSize, order: { seed }, startStep, dropLast: true });
      for await (const { step, pixels, indices } of drawn) {
        const count = indices.length;
        const rng = createRng(seed, 'step', step);
        const views = {
          config: config.augment,
          views: method.views,
          count,
          packSize: pack.size,
          channels: pack.channels,
        };
        yield {
          arrays: {
            pixels: { data: pixels, shape: [count, pack.size, pack.size, pack.channels], dtype: 'int32' },
            ...drawViews(rng.fork('augment'), views),
            ...method.draw(rng.fork('method'), count),
          },
          pictures: count,
        };
      }
    }

    const steps = await runTraining(context, {
      parts: { parameters, optimizer },
      trainable,
      stepsPerEpoch: perEpoch,
      batches: feeds,
      loss: (inputs) => {
        const pixels = inputs.pixels as tf.Tensor4D; // fed above with four sides
        const views = augmentViews(pixels, inputs, { ...config.input, config: config.augment, views: method.views });
        return { loss: method.loss(views, inputs) };
      },
      afterEpoch: ({ epoch, step }) => watch(epoch, step),
    });

    const { weightsDigest } = await recordWeights(context, modelTensors([backbone]), steps);
    const record = {
      version: 1 as const,
      datasetDigest: assignment.datasetDigest,
      classes: [],
      splits: {},
      weightsDigest,
    };
    await recordFigures(context, record, { step: steps, pictures: steps * config.batchSize });
    optimizer.dispose();
    method.dispose();
    backbone.dispose();
  } finally {
    await pictures.close();
  }
};

/** Reports kNN accuracy of the frozen features on labelled validation pictures; the training pictures vote. */
function createKnnWatch(
  { config, report }: TaskContext<PretrainConfig>,
  { manifest, pack }: Pictures,
  backbone: Backbone,
): (epoch: number, step: number) => Promise<void> {
  const { knn } = config.watch;
  if (!knn) return async () => {};
  const bank = labelledPictures(manifest, 'train');
  const asked = labelledPictures(manifest, 'validation');
  if (bank.indices.length === 0 || asked.indices.length === 0) {
    report.log(
      0,
      'watch.knn: there are no labelled training and validation pictures, so nothing is watched',
      'warning',
    );
    return async () => {};
  }
  return async (epoch, step) => {
    if (epoch % knn.everyEpochs !== 0 && epoch !== config.epochs) return;
    const known = await featuresOfRows(backbone, pack, bank.indices, config.input);
    const { features } = await featuresOfRows(backbone, pack, asked.indices, config.input);
    const scores = knnClassify({
      bankFeatures: known.features,
      bankLabels: bank.labels,
      features,
      classes: manifest.classes.length,
      k: knn.k,
      temperature: knn.temperature,
    });
    const value = accuracy([...asked.labels], scores.map(argMax));
    report.metrics(step, step * config.batchSize, { 'knn/accuracy': value });
  };
}
