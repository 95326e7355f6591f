import type { RunConfigInput } from '@assay/contracts';
import type { Recipe } from './recipe';
import { watched } from './watched';

/**
 * Four ways to a classifier of defects cut from circuit boards. Whatever is not the strategy itself is the same in all
 * of them: pictures, input and test boards; and in the trained ones also augmentation and epochs of fine-tuning.
 */
const dataset = { name: 'board-defects' };
const input = { size: 32, pack: 48, channels: 1 } as const;

/** Boards have no up or down, so all mirrorings are as good as the picture itself. */
const augment = {
  crop: { minScale: 0.6, maxScale: 1 },
  flip: { horizontal: 0.5, vertical: 0.5 },
  colour: { probability: 0.5, brightness: 0.3, contrast: 0.3, saturation: 0, hue: 0 },
} as const;

const resnet = { kind: 'resnet', depth: 10, width: 16, stem: 'small' } as const;
const vit = { kind: 'vit', patch: 4, width: 96, depth: 4, heads: 3, pool: 'mean' } as const;

const finetuneResnet = {
  task: 'finetune',
  dataset,
  input,
  augment,
  backbone: resnet,
  loss: { kind: 'crossEntropy', classWeights: 'none' },
  optimizer: { kind: 'adamw', learningRate: 2e-3, weightDecay: 0.05 },
  schedule: { kind: 'cosine', warmupEpochs: 2 },
  epochs: 30,
  batchSize: 64,
} as const satisfies RunConfigInput;

type Pretraining = Omit<RunConfigInput & { task: 'pretrain' }, 'seed'>;

const simclr: Pretraining = {
  task: 'pretrain',
  dataset,
  input,
  augment: {
    crop: { minScale: 0.3, maxScale: 1 },
    flip: { horizontal: 0.5, vertical: 0.5 },
    colour: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0, hue: 0 },
    blur: { probability: 0.3, minSigma: 0.1, maxSigma: 1 },
  },
  backbone: resnet,
  method: { kind: 'simclr', temperature: 0.5, projector: [128, 64] },
  optimizer: { kind: 'adamw', learningRate: 2e-3, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmupEpochs: 3 },
  epochs: 30,
  batchSize: 128,
  watch: watched(10),
};

const mae: Pretraining = {
  task: 'pretrain',
  dataset,
  input,
  augment: { crop: { minScale: 0.6, maxScale: 1 }, flip: { horizontal: 0.5, vertical: 0.5 } },
  backbone: vit,
  method: { kind: 'mae', maskRatio: 0.75, decoder: { width: 48, depth: 1, heads: 3 } },
  // Four times this rate left weights from which fine-tuning came no further than the majority.
  optimizer: { kind: 'adamw', learningRate: 5e-4, beta2: 0.95, weightDecay: 0.05 },
  schedule: { kind: 'cosine', warmupEpochs: 4 },
  epochs: 40,
  batchSize: 128,
  watch: watched(20),
};

export const boardsScratch: Recipe = {
  name: 'boards-scratch',
  title: 'Board defects from scratch',
  description:
    'A small ResNet learns the defects from labelled pictures alone. What the pretrained ones are held against.',
  command: 'assay run boards-scratch --seeds 0,1 --wait',
  expectedTime: null,
  expectedScore: 'test/accuracy 0.87 and 0.88 (seeds 0, 1; majority 0.50)',
  config: finetuneResnet,
};

export const boardsSimclr: Recipe = {
  name: 'boards-simclr',
  title: 'Board defects after SimCLR',
  description: 'The same ResNet, pretrained on the training pictures without their labels by SimCLR, then fine-tuned.',
  command: 'assay run boards-simclr --seeds 0,1 --wait',
  expectedTime: null,
  expectedScore: 'test/accuracy 0.89 and 0.82 (seeds 0, 1; majority 0.50)',
  config: { ...finetuneResnet, init: { kind: 'config', config: simclr } },
};

export const boardsMae: Recipe = {
  name: 'boards-mae',
  title: 'Board defects after a masked autoencoder',
  description: 'A small vision transformer, pretrained by filling in masked patches, then fine-tuned.',
  command: 'assay run boards-mae --seeds 0,1 --wait',
  expectedTime: null,
  expectedScore: 'test/accuracy 0.71 and 0.71 (seeds 0, 1; majority 0.50)',
  config: {
    ...finetuneResnet,
    backbone: vit,
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.05 },
    // A transformer on few pictures needs more steps than a convolution: smaller batches give it them.
    epochs: 60,
    batchSize: 16,
    init: { kind: 'config', config: mae },
  },
};

export const boardsClassical: Recipe = {
  name: 'boards-classical',
  title: 'Board defects by histogram of gradients',
  description: 'Hand-made features and a linear support vector machine: the honest baseline that costs seconds.',
  command: 'assay run boards-classical --seeds 0,1 --wait',
  expectedTime: null,
  expectedScore: 'test/accuracy 0.67 (any seed; majority 0.50)',
  config: {
    task: 'classical',
    dataset,
    input,
    features: { kind: 'hog', orientations: 9, cell: 8 },
    learner: { kind: 'linearSvm', c: 0.003 },
    mirrors: true,
  },
};
