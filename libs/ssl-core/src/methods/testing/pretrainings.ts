import { AugmentConfig, BackboneConfig, MethodConfig, OptimizerConfig, ViewsConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import { drawViews } from '../../augment/drawViews';
import { planViews } from '../../augment/planViews';
import { augmentViews } from '../../augment/views';
import { createBackbone } from '../../backbones/backbone';
import { createOptimizer } from '../../optim/optimizer';
import { createRng, type Rng } from '../../rng';
import type { Loss } from '../../train/trainingProgram';
import { createMethod } from '../createMethod';
import { lossOf, type MethodInput } from '../method';

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
};

function pretraining(
  name: string,
  backbone: object,
  method: object,
  { views = {}, ...options }: { views?: object } & Pick<PretrainingCase, 'constantLoss'> = {},
): PretrainingCase {
  return {
    name,
    backbone: BackboneConfig.parse(backbone),
    method: MethodConfig.parse(method),
    views: ViewsConfig.parse(views),
    ...options,
  };
}

const SIMCLR = { kind: 'simclr', projector: [16, 8] };
const MAE = { kind: 'mae', decoder: { width: 16, depth: 1, heads: 2 } };

/** Every method on every kind of backbone that it works with. A new method adds its lines here, and is tested with them. */
export const PRETRAININGS: readonly PretrainingCase[] = [
  // Any of the 15 other views is as likely as the right one.
  pretraining('simclr on resnet', RESNET, SIMCLR, { constantLoss: Math.log(15) }),
  pretraining('simclr on vit', VIT, SIMCLR),
  // Each patch's own mean leaves its variance, which is normalised.
  pretraining('mae on vit', VIT, MAE, { constantLoss: 1 }),
  pretraining('mae on vit with mean pooling', VIT_MEAN, MAE),
];

const ADAMW = OptimizerConfig.parse({ kind: 'adamw', learningRate: 3e-3, beta2: 0.95 });
const AUGMENT = AugmentConfig.parse({
  crop: { minScale: 0.5 },
  flip: { horizontal: 0.5 },
  colour: { probability: 0.8 },
  blur: { probability: 0.5 },
});

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
  return { backbone, createBackbone: create, rng: createRng(0, 'method'), inputSize, channels, views };
}

/** A pretraining as the trainer builds it. `feeds` are those of one step. */
export function createPretraining(
  { backbone: config, method: methodConfig, views }: PretrainingCase,
  { batchSize, side, channels }: PretrainingOptions,
) {
  const input = methodInput(config, { inputSize: side, channels, views });
  const { backbone } = input;
  const method = createMethod(methodConfig, input);
  const parameters = [...backbone.parameters, ...method.parameters];
  const trainable = parameters.filter(({ isTrainable, name }) => isTrainable && !method.frozen?.includes(name));
  const optimizer = createOptimizer(ADAMW, trainable);
  const plans = planViews({ augment: AUGMENT, views, size: side }, method);
  const loss: Loss = (inputs) => {
    const views_NHWC = augmentViews(inputs.pixels as tf.Tensor4D, inputs, {
      channels,
      mean: [0.5],
      std: [0.25],
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
