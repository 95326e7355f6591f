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

/** Patches that stay, as the authors round: down. @throws Error when none or all would stay */
export function visibleCount(length: number, maskRatio: number): number {
  const visible = Math.floor(length * (1 - maskRatio));
  if (visible >= 1 && visible < length) return visible;
  throw new Error(`mae: a mask ratio of ${maskRatio} leaves ${visible} of ${length} patches; use smaller patches`);
}

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
