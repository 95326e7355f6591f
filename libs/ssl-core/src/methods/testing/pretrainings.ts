import {
  AugmentConfig,
  BackboneConfig,
  MethodConfig,
  OptimizerConfig,
  TokenizerPretrainConfig,
  ViewsConfig,
} from '@assay/contracts';
import type { tf } from '@assay/engine';
import { drawViews } from '../../augment/drawViews';
import { planViews } from '../../augment/planViews';
import { augmentViews } from '../../augment/views';
import { createBackbone } from '../../backbones/backbone';
import { createOptimizer } from '../../optim/optimizer';
import { createRng, type Rng } from '../../rng';
import type { Loss } from '../../train/trainingProgram';
import { createMethod } from '../createMethod';
import { lossOf, type MethodInput, type MethodSource } from '../method';
import { untrainedSource } from '../source';

export const RESNET = BackboneConfig.parse({ kind: 'resnet', depth: 10, width: 4, stem: 'small' });
export const VIT = BackboneConfig.parse({ kind: 'vit', patch: 4, width: 16, depth: 1, heads: 2 });
const VIT_MEAN = { ...VIT, pool: 'mean' };

export type PretrainingCase = {
  /** For the test's name. */
  name: string;
  backbone: BackboneConfig;
  method: MethodConfig;
  views: ViewsConfig;
  /**
   * The loss of the best answer that looks at no picture. Where it is given, the case is also trained for a few hundred
   * steps, which takes seconds, and must come below it.
   */
  constantLoss?: number;
  /** Where the method needs colour; else one channel. */
  channels?: 1 | 3;
  /** What it is trained on; stripes when not given. */
  pictures?: (count: number, side: number, channels: number) => Uint8Array;
  /** The run that the method builds on, of pictures of as many channels. */
  source?: (channels: number) => MethodSource;
};

function pretraining(
  name: string,
  backbone: object,
  method: object,
  {
    views = {},
    ...options
  }: { views?: object } & Partial<Pick<PretrainingCase, 'constantLoss' | 'channels' | 'pictures' | 'source'>> = {},
): PretrainingCase {
  return {
    name,
    backbone: BackboneConfig.parse(backbone),
    method: MethodConfig.parse(method),
    views: ViewsConfig.parse(views),
    ...options,
  };
}

/** An untrained tokenizer; a run that was pretrained so. */
function tokenizer({
  input,
  ...config
}: {
  backbone: object;
  method: object;
  input: object;
}): PretrainingCase['source'] {
  return (channels) => {
    const whole = { ...config, task: 'pretrain', dataset: { name: 'any' }, input: { ...input, channels } };
    return untrainedSource(TokenizerPretrainConfig.parse(whole), createRng(0, 'tokenizer'));
  };
}

const SIMCLR = { kind: 'simclr', projector: [16, 8] };
const MAE = { kind: 'mae', decoder: { width: 16, depth: 1, heads: 2 } };

const PLACES = { kind: 'relativePosition', hidden: [16], standardise: false };
const JIGSAW = { kind: 'jigsaw', permutations: 8, tileWidth: 8, hidden: [16], standardise: false };
const decoder = { width: 16 };
const DENOISING = { kind: 'denoising', decoder };
const INPAINTING = { kind: 'inpainting', overlap: 1, adversarial: { width: 4 }, decoder };
const PAINTING = { ...INPAINTING, overlap: 0, adversarial: { weight: 0 } };
const COLOURISATION = { kind: 'colourisation', decoder };
const ALIKE = { ...COLOURISATION, evenShare: 1 };
const BRIGHTNESS = { ...ALIKE, target: 'intensity' };
/** What the best grey picture leaves of the augmented stripes: 1.15 over 40 steps. */
const STRIPES_VARIANCE = 1.1;
/** Entropy of the augmented stripes' colours, spread over the bins: 2.15 over 40 steps; of their brightness: 2.77. */
const [COLOUR_ENTROPY, BRIGHTNESS_ENTROPY] = [2.1, 2.7];

const LOCAL = { local: { count: 2, size: 8, minScale: 0.2, maxScale: 0.6 } };
const SWAV = { kind: 'swav', projector: [16, 8], prototypes: 12, frozenEpochs: 0.5 };
const HEAD = { hidden: 24, bottleneck: 8, outputs: 16 };
// A quick center and a slow teacher: what learns within two hundred steps.
const DINO = {
  kind: 'dino',
  head: HEAD,
  teacherTemperature: { first: 0.04, final: 0.04, warmupEpochs: 0 },
  teacherMomentum: 0.99,
  centerMomentum: 0.5,
};

const PAIR = { projector: [16, 8] };
const MOCO = { ...PAIR, kind: 'moco', momentum: 0.9, queue: 16 };
const MOCO_V3 = { ...PAIR, kind: 'mocoV3', momentum: 0.9, predictor: 16 };
const BYOL = { ...PAIR, kind: 'byol', momentum: 0.9, predictor: 16 };
// Not a few units: where none of them is awake, the prediction has length 0 and its direction an endless slope.
const SIMSIAM = { ...PAIR, kind: 'simsiam', predictor: 16 };
const BARLOW_TWINS = { ...PAIR, kind: 'barlowTwins' };
const VICREG = { ...PAIR, kind: 'vicreg' };

const DVAE = { kind: 'dvae', codes: 24, codeWidth: 32, decoderWidth: 32, temperature: { first: 0.25 } };
const VQ_KD = { kind: 'vqKd', codes: 12, codeWidth: 8, decoder: { width: 16, depth: 1, heads: 2 } };
/** Of a grid of 4 x 4 codes, as VIT's patches of a side of 16. */
const onDvae = tokenizer({ backbone: RESNET, method: DVAE, input: { size: 32, mean: [0.4], std: [0.2] } });
const onVqKd = tokenizer({ backbone: VIT, method: VQ_KD, input: { size: 16 } });
const RUN = { kind: 'run', id: '0000' };
const WORDS = { kind: 'words', codes: 8, teacher: RUN };
/** Entropy of the random codes of the augmented shades: 1.32 over 200 steps. */
const SHADES_ENTROPY = 1.3;
/** Mean distance of the augmented shades from their median: 0.475 over 40 steps. */
const SHADES_DEVIATION = 0.47;
const BEIT = { kind: 'beit', tokenizer: { kind: 'random', codes: 8 } };

/** Every method on every kind of backbone that it works with. A new method adds its lines here, and is tested with them. */
export const PRETRAININGS: readonly PretrainingCase[] = [
  // Any of the 15 other views is as likely as the right one.
  pretraining('simclr on resnet', RESNET, SIMCLR, { constantLoss: Math.log(15) }),
  pretraining('simclr on vit', VIT, SIMCLR),
  // Each patch's own mean leaves its variance, which is normalised.
  pretraining('mae on vit', VIT, MAE, { constantLoss: 1 }),
  pretraining('mae on vit with mean pooling', VIT_MEAN, MAE),
  // Four turns, eight places, as many orders as told: all alike likely. Shades know where their top is, stripes do not.
  pretraining('rotation on resnet', RESNET, { kind: 'rotation' }, { constantLoss: Math.log(4), pictures: shades }),
  pretraining('rotation on vit', VIT, { kind: 'rotation', hidden: [8] }),
  pretraining('relativePosition on resnet', RESNET, PLACES, { constantLoss: Math.log(8), pictures: shades }),
  pretraining('relativePosition on vit', VIT, { ...PLACES, pairs: 3 }),
  pretraining('jigsaw on resnet', RESNET, JIGSAW, { constantLoss: Math.log(JIGSAW.permutations), pictures: shades }),
  pretraining('jigsaw on vit', VIT, { ...JIGSAW, standardise: true }),
  pretraining('denoising on resnet', RESNET, DENOISING, { constantLoss: STRIPES_VARIANCE }),
  pretraining('denoising on vit', VIT, { ...DENOISING, noise: { kind: 'masking' } }),
  pretraining('inpainting on resnet', RESNET, INPAINTING),
  pretraining('inpainting on vit', VIT, { ...INPAINTING, hole: { kind: 'blocks', count: 3, side: 0.4 } }),
  pretraining('inpainting without adversary on vit', VIT, PAINTING, { constantLoss: STRIPES_VARIANCE }),
  pretraining('colourisation on resnet', RESNET, COLOURISATION, { channels: 3 }),
  pretraining('colourisation, all bins alike', RESNET, ALIKE, { channels: 3, constantLoss: COLOUR_ENTROPY }),
  pretraining('colourisation on vit', VIT, COLOURISATION, { channels: 3 }),
  pretraining('colourisation of brightness', RESNET, BRIGHTNESS, { constantLoss: BRIGHTNESS_ENTROPY }),
  // A point for all pictures: each key of queue or batch is as likely; nothing correlates; no dimension varies.
  pretraining('moco on resnet', RESNET, MOCO, { constantLoss: Math.log(17) }),
  pretraining('moco on vit', VIT, MOCO),
  pretraining('mocoV3 on resnet', RESNET, MOCO_V3, { constantLoss: 0.8 * Math.log(8) }),
  pretraining('mocoV3 on vit', { ...VIT, positions: 'sincos' }, MOCO_V3),
  // The same answer for every picture would be their best: that they do not give it is what collapse.test.ts asks.
  pretraining('byol on resnet', RESNET, BYOL),
  pretraining('byol on vit', VIT, BYOL),
  pretraining('simsiam on resnet', RESNET, SIMSIAM),
  pretraining('simsiam on vit', VIT, SIMSIAM),
  pretraining('barlowTwins on resnet', RESNET, BARLOW_TWINS, { constantLoss: 8 }),
  pretraining('barlowTwins on vit', VIT, BARLOW_TWINS),
  pretraining('vicreg on resnet', RESNET, VICREG, { constantLoss: 24.75 }),
  pretraining('vicreg on vit', VIT, VICREG),
  // The same answer for every picture is at best an even one: assignments are even, and the center follows the teacher.
  pretraining('swav on resnet', RESNET, SWAV, { views: LOCAL, constantLoss: Math.log(SWAV.prototypes) }),
  pretraining('swav with a queue on vit', VIT, { ...SWAV, queue: { length: 20, startEpoch: 0 } }, { views: LOCAL }),
  pretraining(
    'dino with batch norm on resnet',
    RESNET,
    { ...DINO, head: { ...HEAD, hasBatchNorm: true } },
    { views: LOCAL, constantLoss: Math.log(HEAD.outputs) },
  ),
  pretraining('dino on vit', VIT, DINO, { views: LOCAL }),
  pretraining(
    'dino with learned lengths on vit',
    VIT,
    { ...DINO, head: { ...HEAD, isNormFixed: false } },
    { views: LOCAL },
  ),
  pretraining('mae with a mask of blocks on vit', VIT, { ...MAE, mask: { kind: 'block' } }),
  pretraining('mae with a mask on a grid on vit', VIT, { ...MAE, mask: { kind: 'grid' } }),
  pretraining('mae with a mask by saliency on vit', VIT, { ...MAE, mask: { kind: 'saliency', chance: 0.2 } }),
  pretraining('dvae on vit', VIT, DVAE, { constantLoss: STRIPES_VARIANCE }),
  pretraining('straight-through dvae on resnet', RESNET, { ...DVAE, sample: 'straightThrough' }),
  // One direction for all patches leaves 0.928 of the teacher's on the augmented stripes, over 40 steps.
  pretraining('vqKd on vit', VIT, VQ_KD, { constantLoss: 0.92 }),
  pretraining('vqKd with a run as teacher on vit', VIT, { ...VQ_KD, revive: 0.1, teacher: RUN }, { source: onDvae }),
  pretraining('beit with random codes on vit', VIT, BEIT, { pictures: shades, constantLoss: SHADES_ENTROPY }),
  pretraining('beit with codes of a dvae on vit', VIT_MEAN, { kind: 'beit', tokenizer: RUN }, { source: onDvae }),
  pretraining('beit with codes of a vqKd on vit', VIT, { kind: 'beit', tokenizer: RUN }, { source: onVqKd }),
  pretraining('beit with visual words of a dvae on vit', VIT, { kind: 'beit', tokenizer: WORDS }, { source: onDvae }),
  pretraining('simmim on vit', VIT, { kind: 'simmim' }, { pictures: shades, constantLoss: SHADES_DEVIATION }),
];

/** Cases that every test run trains for 200 steps; the slow tests train all that have a `constantLoss`. */
export const LEARNT_QUICKLY: readonly string[] = ['simclr on resnet', 'mae on vit'];

export function isFirstOfItsMethod({ name, method: { kind } }: PretrainingCase): boolean {
  return PRETRAININGS.find(({ method }) => method.kind === kind)?.name === name;
}

const ADAMW = OptimizerConfig.parse({ kind: 'adamw', learningRate: 3e-3, beta2: 0.95 });
const AUGMENT = AugmentConfig.parse({
  crop: { minScale: 0.5 },
  flip: { horizontal: 0.5 },
  colour: { probability: 0.8 },
  blur: { probability: 0.5 },
});

/** What pictures of 0 to 1 are normalised by. */
const RANGE = { mean: [0.5], std: [0.25] };

export type PretrainingOptions = {
  batchSize: number;
  /** Side of a whole view; the stored pictures are twice as large. */
  side: number;
  channels: number;
};

/** A new backbone with what a method is made of. The caller disposes the backbone. */
export function methodInput(
  config: BackboneConfig,
  {
    inputSize,
    channels,
    views = ViewsConfig.parse({}),
  }: Pick<MethodInput, 'inputSize' | 'channels'> & { views?: ViewsConfig },
): MethodInput {
  const create = (rng: Rng) => createBackbone(config, { inputSize, channels, rng });
  const backbone = create(createRng(0, 'backbone'));
  return { backbone, createBackbone: create, rng: createRng(0, 'method'), inputSize, channels, ...RANGE, views };
}

/** A pretraining as the trainer builds it. `feeds` are those of one step. */
export function createPretraining(
  { backbone: config, method: methodConfig, views, source }: PretrainingCase,
  { batchSize, side, channels }: PretrainingOptions,
) {
  const input = methodInput(config, { inputSize: side, channels, views });
  const { backbone } = input;
  const method = createMethod(methodConfig, { ...input, ...(source ? { source: source(channels) } : {}) });
  const parameters = [...backbone.parameters, ...method.parameters];
  const trainable = parameters.filter(({ isTrainable, name }) => isTrainable && !method.frozen?.includes(name));
  const optimizer = createOptimizer(ADAMW, trainable);
  const plans = planViews({ augment: AUGMENT, views, size: side }, method);
  const loss: Loss = (inputs) => {
    const views_NHWC = augmentViews(inputs.pixels as tf.Tensor4D, inputs, {
      channels,
      ...RANGE,
      plans,
    }); // as fed below
    return lossOf(method.loss(views_NHWC, inputs));
  };
  const packSize = 2 * side;
  const feeds = (rng: Rng, pixels: Uint8Array) => ({
    arrays: {
      pixels: { data: pixels, shape: [batchSize, packSize, packSize, channels], dtype: 'int32' as const },
      ...drawViews(rng.fork('augment'), { plans, count: batchSize, packSize, channels }),
      ...method.draw(rng.fork('method'), batchSize),
    },
    pictures: batchSize,
  });
  const { afterStep, rates = {} } = method;
  const dispose = () => {
    for (const part of [optimizer, method, backbone]) part.dispose();
  };
  return {
    method,
    backbone,
    training: {
      parameters,
      trainable,
      optimizer,
      loss,
      rateNames: Object.keys(rates),
      ...(afterStep ? { afterStep } : {}),
      clipNorm: null,
      clipValue: null,
    },
    rates,
    feeds,
    dispose,
  };
}

/** Pictures with a top and a left: they grow brighter downwards and, half as fast, to the right. */
export function shades(count: number, side: number, channels = 1): Uint8Array {
  return Uint8Array.from({ length: count * side * side * channels }, (_, value) => {
    const at = Math.floor(value / channels);
    const n = Math.floor(at / side / side);
    const [y, x] = [Math.floor(at / side) % side, at % side];
    return 20 + 4 * n + (100 * y + 50 * x) / side + 20 * (value % channels);
  });
}

/** Stripes of different width and direction: something to tell apart, [count, side, side, channels]. */
export function stripes(count: number, side: number, channels = 1): Uint8Array {
  return Uint8Array.from({ length: count * side * side * channels }, (_, value) => {
    const at = Math.floor(value / channels);
    const n = Math.floor(at / side / side);
    const [y, x] = [Math.floor(at / side) % side, at % side];
    const along = n % 2 === 0 ? x : y;
    const isBright = Math.floor(along / (2 + Math.floor(n / 2))) % 2 === 0;
    return (isBright ? 220 : 40) - 20 * (value % channels);
  });
}
