import { type BackboneConfig, MethodConfig } from '@assay/contracts';

/**
 * What each method is given for a minute and a half on small pictures of surfaces. A method without a line here runs with
 * its own defaults on two augmented views; a line of a method that does not exist yet does no harm.
 */
export type Setting = {
  /** Fields of the method's config besides its kind. */
  method?: Record<string, unknown>;
  /** How a picture is changed: strongly for views that are to agree, little where it is predicted or turned itself. */
  augment?: keyof typeof AUGMENTS;
  views?: Record<string, unknown>;
  /** Instead of the backbone's optimizer. */
  optimizer?: Record<string, unknown>;
  /** Needs pictures in colour. */
  isColoured?: boolean;
};

/** Surfaces have no up or down, and their colours are light. */
export const AUGMENTS = {
  views: {
    crop: { minScale: 0.3, maxScale: 1 },
    flip: { horizontal: 0.5, vertical: 0.5 },
    colour: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0, hue: 0 },
    blur: { probability: 0.3, minSigma: 0.1, maxSigma: 1 },
  },
  picture: { crop: { minScale: 0.6, maxScale: 1 }, flip: { horizontal: 0.5, vertical: 0.5 } },
  upright: { crop: { minScale: 0.6, maxScale: 1 } },
} as const;

/** Two small crops a side of half the picture: more would leave few steps in the time. */
const LOCAL = { local: { count: 2, size: 24, minScale: 0.1, maxScale: 0.4 } };
/** A few hundred steps: networks that follow must follow faster than over the papers' hundred thousand. */
const FOLLOWING = 0.99;

export const SETTINGS: Readonly<Record<string, Setting>> = {
  simclr: { method: { projector: [256, 64] } },
  moco: { method: { projector: [256, 64], queue: 1024, momentum: FOLLOWING } },
  mocoV3: { method: { projector: [256, 256, 64], predictor: 256, momentum: FOLLOWING } },
  byol: { method: { projector: [256, 64], predictor: 256, momentum: FOLLOWING } },
  simsiam: { method: { projector: [256, 256, 256], predictor: 64 } },
  barlowTwins: { method: { projector: [512, 512, 512] } },
  vicreg: { method: { projector: [512, 512, 512] } },
  swav: { method: { projector: [256, 64], prototypes: 128 }, views: LOCAL },
  dino: {
    method: {
      head: { hidden: 512, bottleneck: 128, outputs: 1024 },
      teacherTemperature: { first: 0.04, final: 0.04, warmupEpochs: 0 },
      teacherMomentum: FOLLOWING,
    },
    views: LOCAL,
  },
  mae: { method: { decoder: { width: 96, depth: 2, heads: 3 } }, augment: 'picture' },
  beit: { augment: 'picture' },
  simmim: { augment: 'picture' },
  dvae: { augment: 'picture' },
  vqKd: { augment: 'picture' },
  denoising: { augment: 'picture' },
  inpainting: { augment: 'picture' },
  colourisation: { augment: 'picture', isColoured: true },
  rotation: { augment: 'upright' },
  relativePosition: { augment: 'picture' },
  jigsaw: { augment: 'picture', method: { permutations: 32 } },
};

/** The two networks: ResNet of 10 layers at a quarter of the paper's width, and ViT-Ti (arXiv 2012.12877, table 1). */
export const BACKBONES = {
  resnet: {
    backbone: { kind: 'resnet', depth: 10, width: 16, stem: 'small' },
    optimizer: { kind: 'adamw', learningRate: 2e-3, weightDecay: 0.01 },
    batchSize: 64,
  },
  vit: {
    backbone: { kind: 'vit', patch: 8, width: 192, depth: 12, heads: 3, pool: 'mean' },
    optimizer: { kind: 'adamw', learningRate: 5e-4, beta2: 0.95, weightDecay: 0.05 },
    batchSize: 32,
  },
} as const;
export type BackboneName = keyof typeof BACKBONES & BackboneConfig['kind'];
export const BACKBONE_NAMES = Object.keys(BACKBONES) as BackboneName[]; // its own keys

/** Every method that there is, by the registry of configs. */
export const METHOD_NAMES: readonly string[] = MethodConfig.options.map(({ shape }) => shape.kind.value);
