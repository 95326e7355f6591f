import type { EfficientNetConfig } from '@assay/contracts';
import { block, relu6, silu, tf } from '@assay/engine';
import { createBatchNorm } from '../layers/batchNorm';
import { createConv } from '../layers/conv';
import { drawDrops } from '../layers/dropPath';
import { type BlockShape, type BlockStyle, createInvertedResidual } from '../layers/invertedResidual';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createPart, type Part } from '../layers/part';
import type { Backbone, BackboneInput } from './backbone';
import { coarsest } from './coarsest';

/** Stages of B0 (arXiv 1905.11946, table 1); the stem before them gives 32 channels. */
const STAGES = [
  { repeats: 1, kernel: 3, stride: 1, expansion: 1, outputs: 16 },
  { repeats: 2, kernel: 3, stride: 2, expansion: 6, outputs: 24 },
  { repeats: 2, kernel: 5, stride: 2, expansion: 6, outputs: 40 },
  { repeats: 3, kernel: 3, stride: 2, expansion: 6, outputs: 80 },
  { repeats: 3, kernel: 5, stride: 1, expansion: 6, outputs: 112 },
  { repeats: 4, kernel: 5, stride: 2, expansion: 6, outputs: 192 },
  { repeats: 1, kernel: 3, stride: 1, expansion: 6, outputs: 320 },
] as const;
const STEM_CHANNELS = 32;
const HEAD_CHANNELS = 1280;

/** The last stages of one size, whose maps are given out: 1/4, 1/8, 1/16 and 1/32 of the input. */
const GIVEN_STAGES = [1, 2, 4, 6];

/** How much wider and deeper than B0 (equation 3; the coefficients are those of the authors' code). */
type Scaling = { width: number; depth: number };

const SCALINGS = {
  b0: { width: 1, depth: 1 },
  b1: { width: 1, depth: 1.1 },
  b2: { width: 1.1, depth: 1.2 },
  b3: { width: 1.2, depth: 1.4 },
  b4: { width: 1.4, depth: 1.8 },
  lite0: { width: 1, depth: 1 },
} as const satisfies { [Variant in EfficientNetConfig['variant']]: Scaling };

/**
 * EfficientNet (arXiv 1905.11946), equal to timm's `efficientnet_b0` to `b4` and `efficientnet_lite0` without
 * `classifier`: same names, same start; with the convention `tensorflow` equal to timm's `tf_efficientnet_*`. Lite0 has
 * neither squeeze-and-excitation nor SiLU. The features are the means of the last 1 x 1 convolution's maps.
 *
 * @param input.scaling in place of the variant's own, for a network that a test can afford
 */
export function createEfficientNet(
  config: EfficientNetConfig,
  input: Omit<BackboneInput, 'inputSize'> & { scaling?: Scaling },
): Backbone {
  const { channels, rng, recompute = false, scaling = SCALINGS[config.variant] } = input;
  const scope = createScope({ rng });
  const style = styleOf(config);
  const widths = STAGES.map(({ outputs }) => scaledChannels(outputs, scaling.width));
  // The Lite ones scale neither end (the authors' code).
  const ends = config.variant === 'lite0' ? 1 : scaling.width;
  const stemWidth = scaledChannels(STEM_CHANNELS, ends);
  const headWidth = scaledChannels(HEAD_CHANNELS, ends);

  const stem = createConvNorm(scope, style, {
    names: ['conv_stem', 'bn1'],
    kernel: 3,
    stride: 2,
    inputs: channels,
    outputs: stemWidth,
  });
  const shapes = blockShapes([stemWidth, ...widths], scaling, config.dropPath);
  const stages = shapes.map((blocks, stage) =>
    blocks.map((shape, place) =>
      createPart<tf.Tensor4D, tf.Tensor4D>(
        scope,
        { name: `blocks.${stage}.${place}`, isRecomputed: recompute },
        (inner) => createInvertedResidual(inner, shape, style),
      ),
    ),
  );
  const head = createConvNorm(scope, style, {
    names: ['conv_head', 'bn2'],
    kernel: 1,
    stride: 1,
    inputs: widths.at(-1) ?? 0,
    outputs: headWidth,
  });

  const branches = shapes.flat().length;
  const run = (x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor4D[] => {
    const drops_NB = drawDrops(x_NHWC.shape[0], branches, config.dropPath, mode);
    const inner = drops_NB ? { ...mode, drops_NB } : mode;
    let map = block('stem', () => stem(x_NHWC, inner));
    return stages.map((blocks) => {
      for (const run of blocks) map = run(map, inner);
      return map;
    });
  };

  return {
    kind: 'efficientnet',
    parameters: scope.parameters,
    featureDimension: headWidth,
    features: (x_NHWC, mode) =>
      tf.tidy(() => {
        const map_NHWC = coarsest(run(x_NHWC, mode));
        return tf.mean<tf.Tensor2D>(
          block('head', () => head(map_NHWC, mode)),
          [1, 2],
        );
      }),
    stages: (x_NHWC, mode) => tf.tidy(() => run(x_NHWC, mode).filter((_, stage) => GIVEN_STAGES.includes(stage))),
    dispose: () => disposeParameters(scope.parameters),
  };
}

/**
 * What the conventions and variants differ in. TensorFlow's own momentum, 0.99 there, only moves how fast running
 * statistics follow in training; it is PyTorch's in timm's `tf_` networks, and here.
 */
function styleOf({ variant, convention }: EfficientNetConfig): BlockStyle {
  const isLite = variant === 'lite0';
  const isTensorflow = convention === 'tensorflow';
  return {
    activation: isLite ? relu6 : silu,
    norm: { epsilon: isTensorflow ? 1e-3 : 1e-5, momentum: 0.1 },
    padding: isTensorflow ? 'same' : 'symmetric',
    excitation: isLite ? null : 0.25,
  };
}

type ConvNorm = {
  names: readonly [conv: string, norm: string];
  kernel: number;
  stride: number;
  inputs: number;
  outputs: number;
};

/** A convolution, its norm, and the activation. */
function createConvNorm(
  scope: Scope,
  { activation, norm, padding }: BlockStyle,
  { names, ...size }: ConvNorm,
): Part<tf.Tensor4D, tf.Tensor4D> {
  const convolve = createConv(scope.child(names[0]), { ...size, padding });
  const normalise = createBatchNorm(scope.child(names[1]), size.outputs, norm);
  return (x_NHWC, mode) => activation(normalise(convolve(x_NHWC), mode));
}

/** The blocks of each stage. @param widths the stem's channels, then those of each stage */
function blockShapes(widths: readonly number[], { depth }: Scaling, dropPath: number): BlockShape[][] {
  const counts = STAGES.map(({ repeats }) => Math.ceil(repeats * depth));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return STAGES.map(({ kernel, stride, expansion }, stage) =>
    Array.from({ length: counts[stage] ?? 0 }, (_, place) => {
      const branch = counts.slice(0, stage).reduce((sum, count) => sum + count, place);
      return {
        inputs: widths[place === 0 ? stage : stage + 1] ?? 0,
        outputs: widths[stage + 1] ?? 0,
        kernel,
        stride: place === 0 ? stride : 1,
        expansion,
        // The rate rises with depth: 0 for the first block, and never quite the whole, as timm counts.
        dropPath: { rate: (dropPath * branch) / all, branch },
      };
    }),
  );
}

/** The nearest multiple of 8, but no more than a tenth below what was asked for. */
function scaledChannels(channels: number, factor: number): number {
  const wanted = channels * factor;
  const nearest = Math.max(8, Math.floor((wanted + 4) / 8) * 8);
  return nearest < 0.9 * wanted ? nearest + 8 : nearest;
}
