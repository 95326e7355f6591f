import type { VitConfig } from '@assay/contracts';
import { block, gatherTokens, inLanes, linear, tf } from '@assay/engine';
import { truncatedNormal, zeros } from '../layers/initialisers';
import { createLayerNorm } from '../layers/layerNorm';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createPart } from '../layers/part';
import { createTransformerBlock } from '../layers/transformerBlock';
import type { Backbone, BackboneInput } from './backbone';

/** What a masked autoencoder needs beyond a backbone. */
export interface VitBackbone extends Backbone {
  readonly kind: 'vit';
  /** Side of a patch in pixels. */
  readonly patch: number;
  /** Patches along a side; L = grid * grid. */
  readonly grid: number;
  readonly channels: number;
  /** Pixels of each patch, row by row, channels last: [N, L, patch * patch * channels], as in MAE's reference code. */
  patches(x_NHWC: tf.Tensor4D): tf.Tensor3D;
  /**
   * Tokens of the class token and the kept patches alone, after the final norm.
   *
   * @param keep_NK int32, which patches of each picture, each in [0, L)
   * @returns [N, 1 + K, D], in the order of `keep_NK`
   */
  encodeVisible(x_NHWC: tf.Tensor4D, keep_NK: tf.Tensor2D, mode?: Mode): tf.Tensor3D;
}

/**
 * Vision transformer (arXiv 2010.11929), equal to timm's `VisionTransformer` without `head`: same names, pre-norm blocks,
 * epsilon 1e-6. Pool `token`: `norm` on all tokens, then the class token. Pool `mean`: as timm's `global_pool='avg'`,
 * the mean of the patch tokens and then `fc_norm`; where tokens are given out singly, `fc_norm` is applied to each.
 * Start: truncated normal 0.02 for all weights, tokens and position embeddings (learned, not interpolated).
 *
 * Shapes: N pictures, L patches, T = 1 + L tokens, D width.
 */
export function createVit(
  config: VitConfig,
  { inputSize, channels, rng, recompute = false }: BackboneInput,
): VitBackbone {
  const { width, patch, pool } = config;
  if (inputSize % patch !== 0) throw new Error(`vit: an input of ${inputSize} is not made of patches of ${patch}`);
  const grid = inputSize / patch;
  const scope = createScope({ rng });
  const embed = createEmbedding(scope, { width, patch, grid, channels });
  const blocks = Array.from({ length: config.depth }, (_, i) =>
    createPart<tf.Tensor3D, tf.Tensor3D>(scope, { name: `blocks.${i}`, isRecomputed: recompute }, (inner) =>
      createTransformerBlock(inner, config),
    ),
  );
  const norm = createLayerNorm(scope.child(pool === 'mean' ? 'fc_norm' : 'norm'), width);

  const encode = (x_NHWC: tf.Tensor4D, mode: Mode, keep_NK?: tf.Tensor2D): tf.Tensor3D => {
    const embedded_NTD = block('patch_embed', () => embed(cut(x_NHWC, patch), keep_NK));
    return blocks.reduce((tokens_NTD, run) => run(tokens_NTD, mode), embedded_NTD);
  };

  const pooled = (tokens_NTD: tf.Tensor3D): tf.Tensor2D => {
    if (pool === 'mean') return norm(tf.mean<tf.Tensor2D>(withoutClassToken(tokens_NTD), 1));
    // Normalising one token alone is the same as normalising all and taking one.
    return norm(tf.reshape(tf.slice(tokens_NTD, [0, 0, 0], [-1, 1, -1]), [tokens_NTD.shape[0], width]));
  };

  return {
    kind: 'vit',
    patch,
    grid,
    channels,
    parameters: scope.parameters,
    featureDimension: width,
    features: (x_NHWC, mode) => tf.tidy(() => inLanes({ x_NHWC }, ({ x_NHWC }) => pooled(encode(x_NHWC, mode)))),
    stages: (x_NHWC, mode) =>
      tf.tidy(() => {
        const tokens_NLD = inLanes({ x_NHWC }, ({ x_NHWC }) => norm(withoutClassToken(encode(x_NHWC, mode))));
        return [tf.reshape(tokens_NLD, [x_NHWC.shape[0], grid, grid, width])];
      }),
    patches: (x_NHWC) => tf.tidy(() => cut(x_NHWC, patch)),
    encodeVisible: (x_NHWC, keep_NK, mode = { training: false }) =>
      tf.tidy(() => inLanes({ x_NHWC, keep_NK }, ({ x_NHWC, keep_NK }) => norm(encode(x_NHWC, mode, keep_NK)))),
    dispose: () => disposeParameters(scope.parameters),
  };
}

type Embedding = (patches_NLP: tf.Tensor3D, keep_NK?: tf.Tensor2D) => tf.Tensor3D;
type EmbeddingSize = { width: number; patch: number; grid: number; channels: number };

/** Patches to tokens with their places, the class token first; with `keep_NK` only these patches. */
function createEmbedding(scope: Scope, { width, patch, grid, channels }: EmbeddingSize): Embedding {
  const init = truncatedNormal(0.02);
  const length = grid * grid;
  const token = scope.parameter<tf.Rank.R3>({ name: 'cls_token', shape: [1, 1, width], init });
  const position = scope.parameter<tf.Rank.R3>({ name: 'pos_embed', shape: [1, length + 1, width], init });
  const inner = scope.child('patch_embed.proj');
  const shape: [number, number, number, number] = [patch, patch, channels, width];
  const w_HWIO = inner.parameter<tf.Rank.R4>({ name: 'weight', shape, layout: 'conv', init });
  const bias = inner.parameter<tf.Rank.R1>({ name: 'bias', shape: [width], init: zeros });

  return (patches_NLP, keep_NK) => {
    const count = patches_NLP.shape[0];
    // A convolution whose stride is its kernel is one matrix on each patch.
    const embedded_NLD = linear(patches_NLP, tf.reshape(w_HWIO, [patch * patch * channels, width]), bias);
    const placed_NLD = tf.add<tf.Tensor3D>(embedded_NLD, tf.slice(position, [0, 1, 0], [-1, -1, -1]));
    const kept_NKD = keep_NK ? gatherTokens(placed_NLD, keep_NK) : placed_NLD;
    const first_11D = tf.add(token, tf.slice(position, [0, 0, 0], [-1, 1, -1]));
    return tf.concat<tf.Tensor3D>([tf.tile<tf.Tensor3D>(first_11D as tf.Tensor3D, [count, 1, 1]), kept_NKD], 1);
  };
}

/** [N, side, side, C] to [N, L, patch * patch * C]. */
function cut(x_NHWC: tf.Tensor4D, patch: number): tf.Tensor3D {
  const [count, height, width, channels] = x_NHWC.shape;
  const [rows, columns] = [height / patch, width / patch];
  const split = tf.reshape(x_NHWC, [count, rows, patch, columns, patch, channels]);
  const grouped = tf.transpose(split, [0, 1, 3, 2, 4, 5]);
  return tf.reshape(grouped, [count, rows * columns, patch * patch * channels]);
}

function withoutClassToken(tokens_NTD: tf.Tensor3D): tf.Tensor3D {
  return tf.slice(tokens_NTD, [0, 1, 0], [-1, -1, -1]);
}
