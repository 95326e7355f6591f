import { contrastive, imagenet, mildlyUnlike, resnet50, smallInput, smallResnet, unmeasured } from './common';
import type { Recipe } from './recipe';
import { watched } from './watched';

/**
 * Two views of a picture shall give the same: the methods after SimCLR, small and as published. Unlike in the authors'
 * codes, brightness, contrast, saturation and hue of a picture change in one fixed order, and no branch of a ResNet
 * starts at zero (`zero_init_residual` of SimSiam, Barlow Twins and VICReg).
 */

const vit = { kind: 'vit', patch: 8, width: 192, depth: 6, heads: 3, positions: 'sincos' } as const;

/**
 * The two views of BYOL (augmentations.py of its code, the crop in dataset.py): one always blurred, one seldom, and
 * that one solarised at times.
 */
const unlike = {
  augment: {
    crop: { minScale: 0.08, maxScale: 1 },
    flip: { horizontal: 0.5 },
    colour: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1 },
    grey: 0.2,
    blur: { probability: 1, minSigma: 0.1, maxSigma: 2 },
  },
  views: { second: { blur: { probability: 0.1, minSigma: 0.1, maxSigma: 2 }, solarise: 0.2 } },
} as const;

/** One view often blurred, the other seldom: the same difference, milder, for small pictures. */
const mild = { augment: contrastive, views: { second: mildlyUnlike } } as const;

const small = {
  task: 'pretrain',
  input: smallInput,
  optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmupEpochs: 5 },
  epochs: 100,
  batchSize: 128,
  watch: watched(10),
} as const;

export const moco = unmeasured({
  name: 'moco',
  title: 'MoCo v2 pretraining',
  description: 'A view finds its other view among the keys of many earlier steps (arXiv 1911.05722, 2003.04297).',
  // A short queue and a quick key encoder: an epoch here has dozens of steps, not the paper's 5000.
  config: {
    ...small,
    augment: contrastive,
    backbone: smallResnet,
    method: { kind: 'moco', momentum: 0.99, queue: 1024 },
  },
});

export const mocoReference = unmeasured({
  name: 'moco-reference',
  title: 'MoCo v2 as published',
  description: 'ResNet-50 on ImageNet, 200 epochs at batch 256 (arXiv 2003.04297): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    augment: contrastive, // `--aug-plus` of the authors' main_moco.py has the same numbers
    backbone: resnet50,
    method: {
      kind: 'moco',
      temperature: 0.2, // `--moco-t 0.2` of the README
      momentum: 0.999, // `--moco-m`, main_moco.py
      queue: 65536, // `--moco-k`
      projector: [2048, 128], // `--mlp`: as wide as ResNet-50's features (moco/builder.py); `--moco-dim`
    },
    // main_moco.py: `--lr`, `--momentum`, `--wd`, `--epochs`, `--batch-size`; `--cos` of the README. There the rate
    // falls once an epoch and not with every step, and biases and norms have the weight decay too.
    optimizer: { kind: 'sgd', learningRate: 0.03, momentum: 0.9, weightDecay: 1e-4 },
    schedule: { kind: 'cosine' },
    epochs: 200,
    batchSize: 256,
  },
});

export const mocoV3 = unmeasured({
  name: 'moco-v3',
  title: 'MoCo v3 pretraining',
  description: 'Contrast within the batch, a predictor and a slow key encoder, for a ViT (arXiv 2104.02057).',
  config: {
    ...small,
    ...mild,
    backbone: vit,
    method: { kind: 'mocoV3' },
    optimizer: { kind: 'adamw', learningRate: 5e-4, weightDecay: 0.1 },
    schedule: { kind: 'cosine', warmupEpochs: 10 },
  },
});

export const mocoV3Reference = unmeasured({
  name: 'moco-v3-reference',
  title: 'MoCo v3 as published',
  description: 'ViT-S/16 on ImageNet, 300 epochs at batch 4096 (arXiv 2104.02057): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    ...unlike, // main_moco.py of the authors' code: as BYOL's
    // vits.py: ViT-S has 12 heads there
    backbone: { kind: 'vit', patch: 16, width: 384, depth: 12, heads: 12, positions: 'sincos' },
    method: {
      kind: 'mocoV3',
      temperature: 0.2, // `--moco-t=.2`, CONFIG.md
      momentum: 0.99, // `--moco-m`; half a cosine to 1: `--moco-m-cos`
      momentumEnd: 1,
      projector: [4096, 4096, 256], // `--moco-mlp-dim`, `--moco-dim`; three layers for a ViT: moco/builder.py
      predictor: 4096,
      fixedPatchProjection: true, // `--stop-grad-conv1`, CONFIG.md
    },
    // CONFIG.md. There biases, norms and the class token have the weight decay too.
    optimizer: { kind: 'adamw', learningRate: 1.5e-4, weightDecay: 0.1 },
    rateScaling: 'linear', // main_moco.py: lr x batch / 256
    schedule: { kind: 'cosine', warmupEpochs: 40 }, // CONFIG.md
    epochs: 300, // CONFIG.md
    batchSize: 4096, // `--batch-size`; on 32 GPUs, CONFIG.md
  },
});

export const byol = unmeasured({
  name: 'byol',
  title: 'BYOL pretraining',
  description: 'Predict what a slowly following network makes of the other view, without negatives (arXiv 2006.07733).',
  config: { ...small, ...mild, backbone: smallResnet, method: { kind: 'byol', momentum: 0.99 } },
});

export const byolReference = unmeasured({
  name: 'byol-reference',
  title: 'BYOL as published',
  description: 'ResNet-50 on ImageNet, 1000 epochs at batch 4096 (arXiv 2006.07733): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    ...unlike, // unlike in the authors' code, a change of brightness is a factor and no offset
    backbone: resnet50,
    method: {
      kind: 'byol',
      momentum: 0.996, // configs/byol.py of the authors' code; half a cosine to 1: schedules.py
      momentumEnd: 1,
      projector: [4096, 256], // configs/byol.py
      predictor: 4096,
    },
    // configs/byol.py, for 1000 epochs: LARS, 0.2 x batch / 256 (schedules.py), trust (`eta`), 10 epochs of warm-up
    optimizer: { kind: 'lars', learningRate: 0.2, momentum: 0.9, weightDecay: 1.5e-6, trust: 0.001 },
    rateScaling: 'linear',
    schedule: { kind: 'cosine', warmupEpochs: 10 },
    epochs: 1000,
    batchSize: 4096, // README
  },
});

export const simsiam = unmeasured({
  name: 'simsiam',
  title: 'SimSiam pretraining',
  description: 'Predict one’s own other view through a stopped gradient, without negatives (arXiv 2011.10566).',
  config: {
    ...small,
    augment: contrastive,
    backbone: smallResnet,
    method: { kind: 'simsiam' },
    // 2011.10566, appendix D, for CIFAR: plain SGD, decay 5e-4
    optimizer: { kind: 'sgd', learningRate: 0.03, momentum: 0.9, weightDecay: 5e-4 },
    schedule: { kind: 'cosine' },
  },
});

export const simsiamReference = unmeasured({
  name: 'simsiam-reference',
  title: 'SimSiam as published',
  description: 'ResNet-50 on ImageNet, 100 epochs at batch 512 (arXiv 2011.10566): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    augment: contrastive, // as MoCo v2's: main_simsiam.py of the authors' code
    backbone: resnet50,
    method: { kind: 'simsiam', projector: [2048, 2048, 2048], predictor: 512 }, // `--dim`, `--pred-dim`
    // main_simsiam.py: `--lr` x batch / 256, `--momentum`, `--wd`, cosine. There the rate falls once an epoch, biases
    // and norms have the weight decay too, and `--fix-pred-lr` of the README keeps the predictor's rate level.
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 },
    rateScaling: 'linear',
    schedule: { kind: 'cosine' },
    epochs: 100,
    batchSize: 512,
  },
});

export const barlowTwins = unmeasured({
  name: 'barlow-twins',
  title: 'Barlow Twins pretraining',
  description: 'Two views correlate dimension by dimension, and not across dimensions (arXiv 2103.03230).',
  config: { ...small, ...mild, backbone: smallResnet, method: { kind: 'barlowTwins' } },
});

export const barlowTwinsReference = unmeasured({
  name: 'barlow-twins-reference',
  title: 'Barlow Twins as published',
  description: 'ResNet-50 on ImageNet, 1000 epochs at batch 2048 (arXiv 2103.03230): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    ...unlike, // `Transform` of the authors' main.py: as BYOL's
    backbone: resnet50,
    method: {
      kind: 'barlowTwins',
      redundancyWeight: 0.0051, // `--lambd`
      projector: [8192, 8192, 8192], // `--projector`
    },
    // main.py: `--learning-rate-weights` x batch / 256, `--weight-decay`, and `adjust_learning_rate`, which ends at a
    // thousandth. Biases and norms have a rate of 0.0048 there, and this one here.
    optimizer: { kind: 'lars', learningRate: 0.2, momentum: 0.9, weightDecay: 1e-6, trust: 0.001 },
    rateScaling: 'linear',
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 0.001 },
    epochs: 1000,
    batchSize: 2048,
  },
});

export const vicreg = unmeasured({
  name: 'vicreg',
  title: 'VICReg pretraining',
  description: 'Views agree, every dimension varies, no two vary together (arXiv 2105.04906).',
  config: { ...small, ...mild, backbone: smallResnet, method: { kind: 'vicreg' } },
});

export const vicregReference = unmeasured({
  name: 'vicreg-reference',
  title: 'VICReg as published',
  description: 'ResNet-50 on ImageNet, 1000 epochs at batch 2048 (arXiv 2105.04906): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    ...unlike, // as BYOL's: augmentations.py of the authors' code
    backbone: resnet50,
    // main_vicreg.py: `--sim-coeff`, `--std-coeff`, `--cov-coeff`, `--mlp`
    method: { kind: 'vicreg', invariance: 25, variance: 25, covariance: 1, projector: [8192, 8192, 8192] },
    // main_vicreg.py: `--base-lr` x batch / 256, `--wd`; 10 epochs of warm-up and the end at a thousandth in
    // `adjust_learning_rate`
    optimizer: { kind: 'lars', learningRate: 0.2, momentum: 0.9, weightDecay: 1e-6, trust: 0.001 },
    rateScaling: 'linear',
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 0.001 },
    epochs: 1000, // README, "Multi-node training with SLURM"
    batchSize: 2048,
  },
});

export const jointEmbeddingRecipes: readonly Recipe[] = [
  moco,
  mocoReference,
  mocoV3,
  mocoV3Reference,
  byol,
  byolReference,
  simsiam,
  simsiamReference,
  barlowTwins,
  barlowTwinsReference,
  vicreg,
  vicregReference,
];
