import type { MaskConfig } from '@assay/contracts';
import { tf } from '@assay/engine';

/** Which patches are seen, in the three forms that a step needs. */
export type Masking = {
  /** int32: the kept patches of each picture. */
  keep_NK: tf.Tensor2D;
  /** 1 where kept patch k is patch l. A product with it picks patches; with its transpose, puts them back. */
  select_NKL: tf.Tensor3D;
  /** 1 where a patch is removed. */
  mask_NL: tf.Tensor2D;
};

/**
 * Random masking (arXiv 2111.06377, section 3; `random_masking` of the authors' code): the patches with the smallest
 * noise stay.
 *
 * Shapes: N pictures, L patches, K visible ones.
 */
export function maskFromNoise(noise_NL: tf.Tensor2D, visible: number): Masking {
  const length = noise_NL.shape[1];
  const keep_NK = tf.topk<tf.Tensor2D>(tf.neg(noise_NL), visible).indices;
  const select_NKL = tf.cast(tf.oneHot(keep_NK, length) as tf.Tensor3D, 'float32');
  return { keep_NK, select_NKL, mask_NL: tf.sub(1, tf.sum<tf.Tensor2D>(select_NKL, 1)) };
}

/**
 * The same patches as those that `maskFromNoise` removes, for networks that see all places.
 *
 * @returns `hide_NM` int32, the M hidden patches of each picture; `mask_NL` 1 where a patch is hidden
 */
export function hiddenFromNoise(
  noise_NL: tf.Tensor2D,
  visible: number,
): { hide_NM: tf.Tensor2D; mask_NL: tf.Tensor2D } {
  const length = noise_NL.shape[1];
  // All in the order of their noise, so that equal numbers fall as in `maskFromNoise`.
  const order_NL = tf.topk<tf.Tensor2D>(tf.neg(noise_NL), length).indices;
  const hide_NM = tf.slice(order_NL, [0, visible], [-1, length - visible]);
  const chosen_NML = tf.cast(tf.oneHot(hide_NM, length) as tf.Tensor3D, 'float32');
  return { hide_NM, mask_NL: tf.sum<tf.Tensor2D>(chosen_NML, 1) };
}

/**
 * The noise that a mask goes by: what was drawn, and for `saliency` each patch's rank by local contrast with as much of
 * what was drawn as `chance` says; equal contrasts are put in a random order.
 *
 * Shapes: N pictures, L patches, P pixel values of a patch.
 */
export function maskNoise(mask: MaskConfig, drawn_NL: tf.Tensor2D, patches_NLP: tf.Tensor3D): tf.Tensor2D {
  if (mask.kind !== 'saliency') return drawn_NL;
  return tf.tidy(() => {
    const [, length] = drawn_NL.shape;
    const contrast_NL = localContrast(patches_NLP);
    // How many patches have less.
    const less_NLL = tf.less(tf.expandDims(contrast_NL, 1), tf.expandDims(contrast_NL, 2));
    const rank_NL = tf.sum<tf.Tensor2D>(tf.cast(less_NLL, 'float32'), 2);
    const weight = 1 + mask.chance * (length - 1);
    return tf.add(tf.mul(rank_NL, 1 - mask.chance), tf.mul(drawn_NL, weight));
  });
}

/** Variance of each patch's own values. */
function localContrast(patches_NLP: tf.Tensor3D): tf.Tensor2D {
  return tf.mean<tf.Tensor2D>(tf.square(tf.sub(patches_NLP, tf.mean(patches_NLP, 2, true))), 2);
}

/**
 * A picture from the pixels of its patches: the inverse of a ViT's `patches`.
 *
 * @param patches_NLP [N, L, patch * patch * C], row by row, channels last
 * @returns [N, H, W, C]
 */
export function joinPatches(
  patches_NLP: tf.Tensor3D,
  { patch, channels }: { patch: number; channels: number },
): tf.Tensor4D {
  return tf.tidy(() => {
    const [count, length] = patches_NLP.shape;
    const grid = Math.sqrt(length);
    const apart = tf.reshape(patches_NLP, [count, grid, grid, patch, patch, channels]);
    return tf.reshape(tf.transpose(apart, [0, 1, 3, 2, 4, 5]), [count, grid * patch, grid * patch, channels]);
  });
}

/** What is seen as it is, something else where a patch is hidden; both [N, L, P]. */
export function paintHidden(
  seen_NLP: tf.Tensor3D,
  painted_NLP: tf.Tensor3D | number,
  mask_NL: tf.Tensor2D,
): tf.Tensor3D {
  return tf.tidy(() => {
    const mask_NL1 = tf.expandDims(mask_NL, 2);
    return tf.add(tf.mul(seen_NLP, tf.sub(1, mask_NL1)), tf.mul(painted_NLP, mask_NL1));
  });
}
