import type { OptimizerConfig } from '@assay/contracts';

type Transformer = { width: number; depth: number; heads: number };

/** Sizes of each work; the PyTorch side is handed the same. */
export type Sizes = {
  'resnet18-simclr': { side: number };
  /** `pack`: side of the stored pictures that crops are cut from. */
  'resnet18-simclr-augmented': { side: number; pack: number };
  'resnet50-supervised': { side: number; classes: number };
  'vit-ti-mae': MaeSizes;
  'vit-s-mae': MaeSizes;
  'vit-ti-multicrop': MulticropSizes;
  unet: { side: number; widths: readonly number[]; classes: number };
};
export type MaeSizes = {
  side: number;
  patch: number;
  maskRatio: number;
  encoder: Transformer;
  decoder: Transformer;
};
export type MulticropSizes = {
  side: number;
  patch: number;
  encoder: Transformer;
  /** Crops a picture, of the whole side and of half of it. */
  globals: number;
  locals: number;
  head: { hidden: number; bottleneck: number; prototypes: number };
};
export type WorkName = keyof Sizes;

/** ViT-Ti (arXiv 2012.12877, table 1) and ViT-S. */
const TINY: Transformer = { width: 192, depth: 12, heads: 3 };
const SMALL: Transformer = { width: 384, depth: 12, heads: 6 };

export const SIZES: Sizes = {
  'resnet18-simclr': { side: 64 },
  'resnet18-simclr-augmented': { side: 64, pack: 128 },
  'resnet50-supervised': { side: 96, classes: 1000 },
  // The decoder has half the encoder's width, as in MAE's paper, and the config's two blocks.
  'vit-ti-mae': { side: 64, patch: 8, maskRatio: 0.75, encoder: TINY, decoder: { width: 96, depth: 2, heads: 3 } },
  'vit-s-mae': { side: 64, patch: 8, maskRatio: 0.75, encoder: SMALL, decoder: { width: 192, depth: 2, heads: 6 } },
  'vit-ti-multicrop': {
    side: 64,
    patch: 8,
    encoder: TINY,
    globals: 2,
    locals: 4,
    head: { hidden: 512, bottleneck: 256, prototypes: 1024 },
  },
  unet: { side: 64, widths: [32, 64, 128, 256], classes: 8 },
};

const SGD = { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 1e-4 } as const;
const ADAMW = {
  kind: 'adamw',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.05,
  layerDecay: 1,
} as const;

/** The optimizer of each work, on both sides. */
export const OPTIMIZERS: Readonly<Record<WorkName, OptimizerConfig>> = {
  'resnet18-simclr': SGD,
  'resnet18-simclr-augmented': SGD,
  'resnet50-supervised': SGD,
  'vit-ti-mae': ADAMW,
  'vit-s-mae': ADAMW,
  'vit-ti-multicrop': ADAMW,
  unet: SGD,
};

/** What channels_last may help. */
export const IS_CONVOLUTIONAL: Readonly<Record<WorkName, boolean>> = {
  'resnet18-simclr': true,
  'resnet18-simclr-augmented': true,
  'resnet50-supervised': true,
  'vit-ti-mae': false,
  'vit-s-mae': false,
  'vit-ti-multicrop': false,
  unet: true,
};
