import { InputError, type PretrainConfig, withoutDropPath } from '@assay/contracts';
import { stepsPerEpoch } from '@assay/data';
import type { Program, tf } from '@assay/engine';
import { accuracy, argMax } from '@assay/metrics';
import {
  augmentViews,
  type Backbone,
  createBackbone,
  createMethod,
  createOptimizer,
  createRng,
  type Evaluation,
  knnClassify,
  type Loss,
  lossOf,
  type Method,
  planViews,
  withDropSeed,
} from '@assay/ssl-core';
import type { FeedPlan } from '../feeds/feedPlan';
import type { RunTask, TaskContext } from './context';
import { evaluateRows, evaluationBatchSize, frozenFeatures } from './evaluations';
import { labelledPictures } from './labels';
import { recordWeights } from './model';
import { buildBackbone, modelTensors } from './network';
import { partnerRows } from './partnerRows';
import { loadPictures, type Pictures, packedSize, rowsOfSplit } from './pictures';
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
    const { encoder, parameters, optimizer, dispose, ...step } = buildPretraining(config);
    const watch = createKnnWatch(context, pictures);

    const evaluated = { input: config.input, side: pictures.pack.size, batchSize: watch.batchSize };
    const evaluations: Record<string, Evaluation> = watch.isOn ? { features: frozenFeatures(encoder, evaluated) } : {};
    await runTraining(context, {
      ...step,
      parts: { parameters, optimizer },
      stepsPerEpoch: perEpoch,
      feeds: {
        packFolder: pictures.pack.folder,
        rows,
        seed: config.seed,
        batchSize: config.batchSize,
        accumulateSteps: config.accumulateSteps,
        augment: config.augment,
        extra: pretrainingFeeds(config, partnerRows(pictures.manifest, rows, config.views.pairs)),
      },
      evaluations,
      afterEpoch: ({ epoch, step }, program) => watch.look(program, epoch, step),
      record: async (steps) => {
        const { weightsDigest } = await recordWeights(context, modelTensors([encoder]), steps);
        const record = {
          version: 1 as const,
          datasetDigest: assignment.datasetDigest,
          classes: [],
          splits: {},
          weightsDigest,
        };
        await recordFigures(context, record, { step: steps, pictures: steps * config.batchSize });
      },
    });
    dispose();
  } finally {
    await pictures.close();
  }
};

/** The networks, the optimizer and the loss of a pretraining. */
export function buildPretraining(config: PretrainConfig) {
  const backbone = buildBackbone(config);
  const method = buildMethod(config, backbone);
  const parameters = [...backbone.parameters, ...method.parameters];
  const isFrozen = ({ name }: { name: string }) => method.frozen?.includes(name) ?? false;
  const trainable = parameters.filter((parameter) => parameter.isTrainable && !isFrozen(parameter));
  const optimizer = createOptimizer(config.optimizer, trainable);
  const plans = planViews({ ...config, size: config.input.size }, method);
  const viewsOf = (inputs: Record<string, tf.Tensor>) =>
    augmentViews(inputs.pixels as tf.Tensor4D, inputs, { ...config.input, plans }); // fed with four sides
  const loss: Loss = (inputs) =>
    withDropSeed(inputs.dropoutSeed, () => lossOf(method.loss(viewsOf(inputs), inputs)));
  const { afterStep, rates = {} } = method;
  const dispose = () => {
    for (const part of [optimizer, method, backbone]) part.dispose();
  };
  const encoder = method.encoder ?? backbone;
  const step = { trainable, loss, rates, rateNames: Object.keys(rates), ...(afterStep ? { afterStep } : {}) };
  return { encoder, parameters, optimizer, ...step, dispose };
}

/** @throws InputError when the method cannot work with the backbone */
function buildMethod(config: PretrainConfig, backbone: Backbone): Method {
  const { input, views, seed } = config;
  try {
    return createMethod(config.method, {
      backbone,
      createBackbone: (rng) =>
        // A teacher looks with all of its branches.
        createBackbone(withoutDropPath(config.backbone), { inputSize: input.size, channels: input.channels, rng }),
      rng: createRng(seed, 'method'),
      inputSize: input.size,
      channels: input.channels,
      views,
    });
  } catch (error) {
    backbone.dispose();
    throw new InputError({ where: 'method', found: error instanceof Error ? error.message : String(error) });
  }
}

/** What the feeds of a pretraining follow from. */
export function pretrainingFeeds(
  { method, backbone, input, views }: PretrainConfig,
  partners: Int32Array[] | null,
): Extract<FeedPlan['extra'], { task: 'pretrain' }> {
  return { task: 'pretrain', method, backbone, inputSize: input.size, channels: input.channels, views, partners };
}

type Watch = {
  isOn: boolean;
  batchSize: number;
  look: (program: Program, epoch: number, step: number) => Promise<void>;
};

/** Reports kNN accuracy of the frozen features on labelled validation pictures; the training pictures vote. */
function createKnnWatch({ config, report }: TaskContext<PretrainConfig>, { manifest, pack }: Pictures): Watch {
  const { knn } = config.watch;
  const off: Watch = { isOn: false, batchSize: 1, look: async () => {} };
  if (!knn) return off;
  const bank = labelledPictures(manifest, 'train');
  const asked = labelledPictures(manifest, 'validation');
  if (bank.indices.length === 0 || asked.indices.length === 0) {
    report.log(
      0,
      'watch.knn: there are no labelled training and validation pictures, so nothing is watched',
      'warning',
    );
    return off;
  }
  return {
    isOn: true,
    batchSize: evaluationBatchSize(bank.indices.length, asked.indices.length),
    async look(program, epoch, step) {
      if (epoch % knn.everyEpochs !== 0 && epoch !== config.epochs) return;
      const { values: bankFeatures } = await evaluateRows(program, 'features', pack, bank.indices);
      const { values: features } = await evaluateRows(program, 'features', pack, asked.indices);
      const scores = knnClassify({
        bankFeatures,
        bankLabels: bank.labels,
        features,
        classes: manifest.classes.length,
        k: knn.k,
        temperature: knn.temperature,
      });
      const value = accuracy([...asked.labels], scores.map(argMax));
      report.metrics(step, step * config.batchSize, { 'knn/accuracy': value });
    },
  };
}
