import type { VitConfig } from '@assay/contracts';
import { block, gatherTokens, inLanes, linear, tf } from '@assay/engine';
import { drawDrops } from '../layers/dropPath';
import { truncatedNormal, zeros } from '../layers/initialisers';
import { createLayerNorm } from '../layers/layerNorm';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createPart } from '../layers/part';
import { createTransformerBlock } from '../layers/transformerBlock';
import type { Backbone, BackboneInput } from './backbone';
import { interpolatePositions } from './interpolatePositions';
import { sineCosinePositions } from './positions';

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
  /**
   * All tokens after the final norm, the class token first: [N, 1 + L, D].
   *
   * @param replace the embeddings of some patches by a learned token, before their places are added (BEiT, SimMIM)
   */
  tokens(x_NHWC: tf.Tensor4D, mode: Mode, replace?: Replacement): tf.Tensor3D;
}

/** `mask_NL`: 1 where a patch is replaced, else 0. */
export type Replacement = { mask_NL: tf.Tensor2D; token_11D: tf.Tensor3D };

/** @param user who needs it, for the message @throws Error for another backbone */
export function requireVit(backbone: Backbone, user: string): VitBackbone {
  if (isVit(backbone)) return backbone;
  throw new Error(`${user}: needs a vit as backbone, not a ${backbone.kind}`);
}

function isVit(backbone: Backbone): backbone is VitBackbone {
  return backbone.kind === 'vit';
}

/**
 * Vision transformer (arXiv 2010.11929), equal to timm's `VisionTransformer` without `head`: same names, pre-norm blocks,
 * epsilon 1e-6. Pool `token`: `norm` on all tokens, then the class token. Pool `mean`: as timm's `global_pool='avg'`,
 * the mean of the patch tokens and then `fc_norm`; where tokens are given out singly, `fc_norm` is applied to each.
 * Start: truncated normal 0.02 for all weights, tokens and position embeddings. Positions `sincos` are fixed sines and
 * cosines. A picture of another size has its grid's positions interpolated, as DINO's small crops.
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
  const embed = createEmbedding(scope, { width, patch, grid, channels, positions: config.positions });
  const blocks = Array.from({ length: config.depth }, (_, i) =>
    createPart<tf.Tensor3D, tf.Tensor3D>(scope, { name: `blocks.${i}`, isRecomputed: recompute }, (inner) =>
      createTransformerBlock(inner, { ...config, dropPath: { rate: dropRate(config, i), branch: 2 * i } }),
    ),
  );
  const norm = createLayerNorm(scope.child(pool === 'mean' ? 'fc_norm' : 'norm'), width);

  const encode = (x_NHWC: tf.Tensor4D, mode: Mode, chosen: Chosen = {}): tf.Tensor3D => {
    const embedded_NTD = block('patch_embed', () => embed(cut(x_NHWC, patch), gridOf(x_NHWC, patch), chosen));
    return blocks.reduce((tokens_NTD, run) => run(tokens_NTD, mode), embedded_NTD);
  };

  /** On each lane's part of a batch, which sees its own rows of the numbers that say what is dropped. */
  const inParts = <Inputs extends Pictures, T extends tf.Tensor>(
    inputs: Inputs,
    mode: Mode,
    run: (parts: Inputs, mode: Mode) => T,
  ): T => {
    const drops_NB = drawDrops(inputs.x_NHWC.shape[0], 2 * config.depth, config.dropPath, mode);
    if (!drops_NB) return inLanes(inputs, (parts) => run(parts, mode));
    return inLanes({ ...inputs, drops_NB }, (parts) => run(parts, { ...mode, drops_NB: parts.drops_NB }));
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
    features: (x_NHWC, mode) =>
      tf.tidy(() => inParts({ x_NHWC }, mode, ({ x_NHWC }, mode) => pooled(encode(x_NHWC, mode)))),
    stages: (x_NHWC, mode) =>
      tf.tidy(() => {
        const tokens_NLD = inParts({ x_NHWC }, mode, ({ x_NHWC }, mode) =>
          norm(withoutClassToken(encode(x_NHWC, mode))),
        );
        return [tf.reshape(tokens_NLD, [x_NHWC.shape[0], gridOf(x_NHWC, patch), gridOf(x_NHWC, patch), width])];
      }),
    patches: (x_NHWC) => tf.tidy(() => cut(x_NHWC, patch)),
    encodeVisible: (x_NHWC, keep_NK, mode = { training: false }) =>
      tf.tidy(() =>
        inParts({ x_NHWC, keep_NK }, mode, ({ x_NHWC, keep_NK }, mode) => norm(encode(x_NHWC, mode, { keep_NK }))),
      ),
    tokens: (x_NHWC, mode, replace) =>
      tf.tidy(() => {
        if (!replace) return inParts({ x_NHWC }, mode, ({ x_NHWC }, mode) => norm(encode(x_NHWC, mode)));
        const { mask_NL, token_11D } = replace;
        return inParts({ x_NHWC, mask_NL }, mode, ({ x_NHWC, mask_NL }, mode) =>
          norm(encode(x_NHWC, mode, { replace: { mask_NL, token_11D } })),
        );
      }),
    dispose: () => disposeParameters(scope.parameters),
  };
}

type Pictures = { x_NHWC: tf.Tensor4D } & Readonly<Record<string, tf.Tensor>>;

/** Rises from 0 at the first block to the whole at the last, as timm's. */
function dropRate({ dropPath, depth }: VitConfig, place: number): number {
  return depth === 1 ? 0 : (dropPath * place) / (depth - 1);
}

/** What happens to the patches' embeddings before the blocks: some alone are kept, or some are replaced. */
type Chosen = { keep_NK?: tf.Tensor2D; replace?: Replacement };
type Embedding = (patches_NLP: tf.Tensor3D, grid: number, chosen: Chosen) => tf.Tensor3D;
type EmbeddingSize = Required<Pick<VitConfig, 'width' | 'patch' | 'positions'>> & { grid: number; channels: number };

/** Patches to tokens with their places, the class token first. */
function createEmbedding(scope: Scope, { width, patch, grid, channels, positions }: EmbeddingSize): Embedding {
  const init = truncatedNormal(0.02);
  const length = grid * grid;
  const token = scope.parameter<tf.Rank.R3>({ name: 'cls_token', shape: [1, 1, width], init });
  const isLearned = positions === 'learned';
  const position = scope.parameter<tf.Rank.R3>({
    name: 'pos_embed',
    shape: [1, length + 1, width],
    init: isLearned ? init : () => sineCosinePositions(width, grid),
    isTrainable: isLearned,
  });
  const inner = scope.child('patch_embed.proj');
  const shape: [number, number, number, number] = [patch, patch, channels, width];
  const w_HWIO = inner.parameter<tf.Rank.R4>({ name: 'weight', shape, layout: 'conv', init });
  const bias = inner.parameter<tf.Rank.R1>({ name: 'bias', shape: [width], init: zeros });

  return (patches_NLP, gridNow, { keep_NK, replace }) => {
    const count = patches_NLP.shape[0];
    // A convolution whose stride is its kernel is one matrix on each patch.
    const matrix_PD = tf.reshape<tf.Rank.R2>(w_HWIO, [patch * patch * channels, width]);
    const embedded_NLD = linear(patches_NLP, matrix_PD, bias) as tf.Tensor3D; // the rank is kept
    const seen_NLD = replace ? replaced(embedded_NLD, replace) : embedded_NLD;
    const own_1LD: tf.Tensor3D = tf.slice(position, [0, 1, 0], [-1, -1, -1]);
    const places_1LD = gridNow === grid ? own_1LD : interpolatePositions(own_1LD, { from: grid, to: gridNow });
    const placed_NLD = tf.add<tf.Tensor3D>(seen_NLD, places_1LD);
    const kept_NKD = keep_NK ? gatherTokens(placed_NLD, keep_NK) : placed_NLD;
    const first_11D = tf.add(token, tf.slice(position, [0, 0, 0], [-1, 1, -1]));
    return tf.concat<tf.Tensor3D>([tf.tile<tf.Tensor3D>(first_11D as tf.Tensor3D, [count, 1, 1]), kept_NKD], 1);
  };
}

function replaced(x_NLD: tf.Tensor3D, { mask_NL, token_11D }: Replacement): tf.Tensor3D {
  const mask_NL1 = tf.expandDims(mask_NL, 2);
  return tf.add(tf.mul(x_NLD, tf.sub(1, mask_NL1)), tf.mul(token_11D, mask_NL1));
}

/** Patches along a side. @throws Error when the picture is not square or not made of whole patches */
function gridOf({ shape: [, height, width] }: tf.Tensor4D, patch: number): number {
  if (height === width && height % patch === 0) return height / patch;
  throw new Error(`vit: a view of ${height} x ${width} is not made of patches of ${patch}`);
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
