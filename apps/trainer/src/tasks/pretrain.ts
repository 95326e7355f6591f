import { InputError, type PretrainConfig, withoutDropPath } from '@assay/contracts';
import { stepsPerEpoch } from '@assay/data';
import type { tf } from '@assay/engine';
import {
  augmentViews,
  type Backbone,
  createBackbone,
  createMethod,
  createOptimizer,
  createRng,
  type Loss,
  lossOf,
  type Method,
  type MethodSource,
  planViews,
  ratesAt,
  withDropSeed,
} from '@assay/ssl-core';
import type { FeedPlan } from '../feeds/feedPlan';
import type { RunTask } from './context';
import { loadMethodSource } from './methodSource';
import { recordWeights } from './model';
import { buildBackbone, modelTensors } from './network';
import { partnerRows } from './partnerRows';
import { loadPictures, packedSize, rowsOfSplit } from './pictures';
import { recordFigures } from './record';
import { requireColour } from './requireColour';
import { runTraining } from './training';
import { createPreviews } from './watch/previews';
import { createWatch } from './watch/watch';

/** Learns a backbone from pictures without their labels; the result is its weights. */
export const pretrain: RunTask<PretrainConfig> = async (context) => {
  const { config, assignment } = context;
  const pictures = await loadPictures(context, packedSize(config.input));
  try {
    const rows = rowsOfSplit(pictures.manifest, config.split).filter((row) => !pictures.withheld.has(row));
    if (rows.length === 0) {
      throw new InputError({
        where: 'split',
        found: `dataset ${config.dataset.name} has no pictures in "${config.split}"`,
        fix: 'choose another split',
      });
    }
    await requireColour(config, pictures.pack, rows);
    const perEpoch = stepsPerEpoch(rows.length, config.batchSize, true);
    const { encoder, kept, parameters, optimizer, dispose, show, ...step } = buildPretraining(
      config,
      await loadMethodSource(context, config),
    );
    const feeds: FeedPlan = {
      packFolder: pictures.pack.folder,
      rows,
      seed: config.seed,
      batchSize: config.batchSize,
      accumulateSteps: config.accumulateSteps,
      augment: config.augment,
      extra: pretrainingFeeds(config, partnerRows(pictures, rows, config.views.pairs)),
    };
    const previews = config.watch.pictures
      ? await createPreviews(context, {
          plan: feeds,
          pack: pictures.pack,
          input: config.input,
          show,
          ratesAt: (at) => ratesAt(step.rates, { step: at, stepsPerEpoch: perEpoch, epochs: config.epochs }),
        })
      : null;
    const watch = createWatch(context, { pictures, rows, encoder, previews });

    await runTraining(context, {
      ...step,
      parts: { parameters, optimizer, ...(watch.state ? { extra: watch.state } : {}) },
      stepsPerEpoch: perEpoch,
      feeds,
      evaluations: watch.evaluations,
      looks: watch.looks,
      onStep: watch.onStep,
      afterEpoch: watch.afterEpoch,
      record: async (steps) => {
        const { weightsDigest } = await recordWeights(context, modelTensors([encoder, { parameters: kept }]), steps);
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

/**
 * The networks, the optimizer and the loss of a pretraining.
 *
 * @param source the run that the method builds on, where it builds on one
 */
export function buildPretraining(config: PretrainConfig, source?: MethodSource) {
  const backbone = buildBackbone(config);
  const method = buildMethod(config, backbone, source);
  if (config.views.pairs !== 'augment' && method.views < 2) {
    throw new InputError({
      where: 'views.pairs',
      found: `"${config.views.pairs}", but ${config.method.kind} looks at one view of a picture`,
      fix: 'use "augment", or a method of two views',
    });
  }
  const parameters = [...backbone.parameters, ...method.parameters];
  const isFrozen = ({ name }: { name: string }) => method.frozen?.includes(name) ?? false;
  const trainable = parameters.filter((parameter) => parameter.isTrainable && !isFrozen(parameter));
  const optimizer = createOptimizer(config.optimizer, trainable);
  const plans = planViews({ ...config, size: config.input.size }, method);
  const viewsOf = (inputs: Record<string, tf.Tensor>) =>
    augmentViews(inputs.pixels as tf.Tensor4D, inputs, { ...config.input, plans }); // fed with four sides
  const loss: Loss = (inputs) => withDropSeed(inputs.dropoutSeed, () => lossOf(method.loss(viewsOf(inputs), inputs)));
  /** The views of a step, and what the method makes of them, by name. */
  const show = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor4D> => {
    const views = viewsOf(inputs);
    const made = withDropSeed(inputs.dropoutSeed, () => method.pictures?.(views, inputs));
    return { ...Object.fromEntries(views.map((view, i) => [`view${i}`, view])), ...made };
  };
  const { afterStep, rates = {} } = method;
  const dispose = () => {
    for (const part of [optimizer, method, backbone]) part.dispose();
  };
  const encoder = method.encoder ?? backbone;
  const step = { trainable, loss, rates, rateNames: Object.keys(rates), ...(afterStep ? { afterStep } : {}) };
  return { encoder, kept: method.keeps ?? [], parameters, optimizer, ...step, show, dispose };
}

/** @throws InputError when the method cannot work with the backbone */
function buildMethod(config: PretrainConfig, backbone: Backbone, source?: MethodSource): Method {
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
      mean: input.mean,
      std: input.std,
      views,
      ...(source ? { source } : {}),
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
