import { gelu, inLanes, linear, tf } from '@assay/engine';
import type { Parameter, Rng } from '@assay/ssl-core';
import { truncatedNormal, zeros } from '../../libs/ssl-core/src/layers/initialisers';
import { createLayerNorm } from '../../libs/ssl-core/src/layers/layerNorm';
import { createLinear } from '../../libs/ssl-core/src/layers/linear';
import { createScope, type Scope } from '../../libs/ssl-core/src/layers/parameters';
import { createTransformerBlock } from '../../libs/ssl-core/src/layers/transformerBlock';
import type { MulticropSizes } from './sizes';

export type MulticropVit = {
  parameters: readonly Parameter[];
  /** Crops of the whole or of half the side [N, S, S, 3] to logits of the prototypes [N, K]. */
  logits(crops_NSSC: tf.Tensor4D): tf.Tensor2D;
};

/**
 * A vision transformer for crops of two sizes with a projection onto prototypes, after DINO (arXiv 2104.14294). Crops of
 * half the side take the position embeddings of each two by two patches' mean; DINO resamples them bicubically.
 *
 * Shapes: N crops, S side, L patches, T = 1 + L tokens, D width, K prototypes.
 */
export function createMulticropVit({ side, patch, encoder, head }: MulticropSizes, rng: Rng): MulticropVit {
  const scope = createScope({ rng });
  const { width } = encoder;
  const embed = createEmbedding(scope, { width, patch, grid: side / patch });
  const blocks = Array.from({ length: encoder.depth }, (_, i) =>
    createTransformerBlock(scope.child(`blocks.${i}`), encoder),
  );
  const norm = createLayerNorm(scope.child('norm'), width);
  const widen = createLinear(scope.child('mlp.0'), { inputs: width, outputs: head.hidden });
  const narrow = createLinear(scope.child('mlp.2'), { inputs: head.hidden, outputs: head.bottleneck });
  const prototypes = createLinear(scope.child('prototypes'), {
    inputs: head.bottleneck,
    outputs: head.prototypes,
    hasBias: false,
  });

  return {
    parameters: scope.parameters,
    logits: (crops_NSSC) =>
      tf.tidy(() => {
        const token_N1D = inLanes({ crops_NSSC }, ({ crops_NSSC }) => {
          const tokens_NTD = blocks.reduce((tokens, block) => block(tokens), embed(crops_NSSC));
          return tf.slice(tokens_NTD, [0, 0, 0], [-1, 1, -1]);
        });
        const first_ND = tf.reshape<tf.Rank.R2>(token_N1D, [crops_NSSC.shape[0], width]);
        const z = narrow(gelu(widen(norm(first_ND))));
        const inverseNorm_N1 = tf.rsqrt(tf.add(tf.sum(tf.square(z), 1, true), 1e-24));
        return prototypes(tf.mul<tf.Tensor2D>(z, inverseNorm_N1));
      }),
  };
}

function createEmbedding(
  scope: Scope,
  { width, patch, grid }: { width: number; patch: number; grid: number },
): (crops_NSSC: tf.Tensor4D) => tf.Tensor3D {
  const init = truncatedNormal(0.02);
  const token = scope.parameter<tf.Rank.R3>({ name: 'cls_token', shape: [1, 1, width], init });
  const position = scope.parameter<tf.Rank.R3>({ name: 'pos_embed', shape: [1, grid * grid + 1, width], init });
  const inner = scope.child('patch_embed');
  const shape: [number, number, number, number] = [patch, patch, 3, width];
  const w_HWIO = inner.parameter<tf.Rank.R4>({ name: 'weight', shape, layout: 'conv', init });
  const bias = inner.parameter<tf.Rank.R1>({ name: 'bias', shape: [width], init: zeros });
  const size = patch * patch * 3;

  return (crops_NSSC) => {
    const [count, side] = crops_NSSC.shape;
    const across = side / patch;
    const split = tf.reshape(crops_NSSC, [count, across, patch, across, patch, 3]);
    const patches_NLP = tf.reshape<tf.Rank.R3>(tf.transpose(split, [0, 1, 3, 2, 4, 5]), [count, across ** 2, size]);
    const embedded_NLD = linear(patches_NLP, tf.reshape(w_HWIO, [size, width]), bias);
    const whole_1LD = tf.slice(position, [0, 1, 0], [-1, -1, -1]);
    const places_1LD = across === grid ? whole_1LD : halve(whole_1LD, grid);
    const first_11D = tf.add<tf.Tensor3D>(token, tf.slice(position, [0, 0, 0], [-1, 1, -1]));
    return tf.concat([tf.tile(first_11D, [count, 1, 1]), tf.add<tf.Tensor3D>(embedded_NLD, places_1LD)], 1);
  };
}

/** Means of two by two places. */
function halve(places_1LD: tf.Tensor3D, grid: number): tf.Tensor3D {
  const width = places_1LD.shape[2];
  const pairs = tf.reshape(places_1LD, [grid / 2, 2, grid / 2, 2, width]);
  return tf.reshape(tf.mean(pairs, [1, 3]), [1, (grid * grid) / 4, width]);
}
