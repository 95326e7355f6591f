import { type FinetuneConfig, finetuneProtocol, InputError, isBetter } from '@assay/contracts';
import { stepsPerEpoch } from '@assay/data';
import type { Program, tf } from '@assay/engine';
import { classificationFigures } from '@assay/metrics';
import {
  augmentViews,
  type Backbone,
  balancedClassWeights,
  createOptimizer,
  crossEntropy,
  type GroupOf,
  type Loss,
  layerDecayGroups,
  planViews,
} from '@assay/ssl-core';
import { createBestWeights } from './bestWeights';
import { recordClassification } from './classification';
import { buildClassifier, classScores } from './classifier';
import type { RunTask } from './context';
import { evaluateRows, evaluationBatchSize, toLists } from './evaluations';
import { loadInitialWeights } from './initialWeights';
import { labelledPictures, trainingPictures } from './labels';
import { recordModel } from './model';
import { modelTensors } from './network';
import { loadPictures, packedSize } from './pictures';
import { prefixed } from './record';
import { runTraining } from './training';

/** Figures of every epoch; the selected one is added. */
const WATCHED = ['accuracy', 'balancedAccuracy', 'f1/macro', 'loss'];

/** Trains a classifier on labelled pictures, picks the best epoch on validation, and measures it on test. */
export const finetune: RunTask<FinetuneConfig> = async (context) => {
  const { config, report } = context;
  const pictures = await loadPictures(context, packedSize(config.input));
  const { manifest, pack } = pictures;
  try {
    const training = trainingPictures(manifest, {
      dataset: config.dataset.name,
      labelFraction: config.dataset.labelFraction,
      seed: config.seed,
    });
    const perEpoch = stepsPerEpoch(training.indices.length, config.batchSize, true);
    const classes = manifest.classes.length;
    const classWeights =
      config.loss.classWeights === 'balanced' ? balancedClassWeights(training.labels, classes) : null;

    const { classifier, parameters, trainable, optimizer, loss, dispose } = buildFinetuning(config, classes);
    await loadInitialWeights(context, classifier.backbone);
    const best = createBestWeights(parameters);
    const protocol = finetuneProtocol(config);

    const validation = labelledPictures(manifest, 'validation');
    if (validation.indices.length === 0) {
      report.log(0, `no labelled validation pictures: the last epoch is taken, not the best ${config.select.metric}`);
    }
    requireFigure(config, validation.labels, manifest.classes);
    const test = labelledPictures(manifest, 'test');
    const batchSize = evaluationBatchSize(validation.indices.length, test.indices.length);
    const scores = classScores(classifier, { input: config.input, side: pack.size, batchSize });
    const scoresOf = async (program: Program, rows: Int32Array) =>
      toLists(await evaluateRows(program, 'scores', pack, rows));

    await runTraining(context, {
      parts: { parameters, optimizer, extra: best },
      trainable,
      stepsPerEpoch: perEpoch,
      feeds: {
        packFolder: pack.folder,
        rows: training.indices,
        seed: config.seed,
        batchSize: config.batchSize,
        accumulateSteps: config.accumulateSteps,
        augment: config.augment,
        extra: { task: 'finetune', labels: training.labels, classWeights },
      },
      loss,
      evaluations: { scores },
      afterEpoch: async ({ epoch, step, meanLoss }, program) => {
        if (validation.indices.length === 0) return;
        const found = await scoresOf(program, validation.indices);
        const truth = [...validation.labels];
        const { figures } = classificationFigures(truth, found, manifest.classes);
        figures.loss = meanLogLoss(truth, found);
        const selected = figures[selectedFigure(config)] ?? 0;
        const watched = Object.entries(figures).filter(([key]) => WATCHED.includes(key));
        const points = { ...prefixed('validation', Object.fromEntries(watched)), [config.select.metric]: selected };
        report.metrics(step, step * config.batchSize, points, protocol);
        const isBest = best.value === null || isBetter(config.select.metric, selected, best.value);
        if (isBest) best.take(step, selected);
        const mark = isBest ? ', the best so far' : '';
        const figure = `${config.select.metric} ${selected.toFixed(4)}`;
        report.log(step, `epoch ${epoch} of ${config.epochs}: loss ${meanLoss.toFixed(4)}, ${figure}${mark}`);
      },
      record: async (steps, program) => {
        const selectedStep = best.use();
        program.init(); // the weights were set from outside
        const which = selectedStep === null ? 'last' : 'best';
        report.log(steps, `measures the weights of step ${selectedStep ?? steps} (${which})`);
        const tensors = modelTensors([{ parameters }]);
        const model = {
          task: 'finetune' as const,
          classes: manifest.classes,
          threshold: null,
          which,
          tensors,
        } as const;
        const weightsDigest = await recordModel(context, model, steps);
        await recordClassification(context, pictures, (rows) => scoresOf(program, rows), {
          task: 'finetune',
          scores: 'probability',
          weightsDigest,
          step: steps,
          pictures: steps * config.batchSize,
          protocol,
        });
      },
    });
    dispose();
  } finally {
    await pictures.close();
  }
};

/** The networks, the optimizer and the loss of a fine-tuning. */
export function buildFinetuning(config: FinetuneConfig, classes: number) {
  const classifier = buildClassifier(config, classes);
  const { backbone, head } = classifier;
  const parameters = [...backbone.parameters, ...head.parameters];
  const trainsBackbone = config.trainable === 'all';
  const trainable = (trainsBackbone ? parameters : head.parameters).filter(({ isTrainable }) => isTrainable);
  const optimizer = createOptimizer(config.optimizer, trainable, groupsOf(config.optimizer, backbone));
  const plans = planViews({ augment: config.augment, size: config.input.size });
  const loss: Loss = (inputs) => {
    const pixels = inputs.pixels as tf.Tensor4D; // as fed above, like the two below
    const dropoutSeed = inputs.dropoutSeed as tf.Tensor1D;
    const [x_NHWC] = augmentViews(pixels, inputs, { ...config.input, plans });
    if (!x_NHWC) throw new Error('one view was asked for');
    // A frozen backbone keeps its running statistics: it works as it will be used.
    const features_ND = backbone.features(x_NHWC, { training: trainsBackbone, dropoutSeed });
    const logits_NC = head.logits(features_ND, { training: true, dropoutSeed });
    const loss = crossEntropy(logits_NC, inputs.labels as tf.Tensor1D, {
      labelSmoothing: config.loss.labelSmoothing,
      classWeights_C: inputs.classWeights as tf.Tensor1D | undefined,
    });
    return { loss };
  };
  const dispose = () => {
    optimizer.dispose();
    classifier.dispose();
  };
  return { classifier, parameters, trainable, optimizer, loss, dispose };
}

function groupsOf(optimizer: FinetuneConfig['optimizer'], backbone: Backbone): GroupOf | undefined {
  if (optimizer.kind !== 'adamw' || optimizer.layerDecay === 1) return undefined;
  return layerDecayGroups(backbone.parameters, optimizer);
}

/** Mean of -log of the true class's probability. */
function meanLogLoss(truth: readonly number[], scores: readonly number[][]): number {
  const losses = truth.map((label, row) => -Math.log(Math.max(scores[row]?.[label] ?? 0, 1e-12)));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function selectedFigure({ select }: FinetuneConfig): string {
  return select.metric.slice('validation/'.length);
}

/** Looks before the first step whether the figure that picks the epoch exists on these pictures. */
function requireFigure(config: FinetuneConfig, labels: Int32Array, classes: string[]): void {
  if (labels.length === 0) return;
  const level = [...labels].map(() => classes.map(() => 1 / classes.length));
  const { figures } = classificationFigures([...labels], level, classes);
  const known = ['loss', ...Object.keys(figures)];
  if (known.includes(selectedFigure(config))) return;
  const names = known.filter((key) => !key.includes('class:')).map((key) => `validation/${key}`);
  throw new InputError({
    where: 'select.metric',
    found: `there is no figure "${config.select.metric}" of these validation pictures`,
    fix: `one of ${names.join(', ')}`,
  });
}
