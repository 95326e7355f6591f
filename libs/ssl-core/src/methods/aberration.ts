import { tf } from '@assay/engine';

/** Deviation of the noise in a dropped channel over that of the channel that stays. */
const NOISE = 0.01;

/** The green-magenta axis (arXiv 1505.05192, section 3.1). */
const AXIS = [-1, 2, -1] as const;

/**
 * Colour dropping (arXiv 1505.05192, section 3.1): of each patch one channel stays, the two others become normal noise of
 * a hundredth of its deviation.
 *
 * Shapes: T patches of P x P pixels.
 *
 * @param kept_T3 1 for the channel that stays, 0 for the others
 * @param noise_TPP3 standard normal
 */
export function dropColours(x_TPP3: tf.Tensor4D, kept_T3: tf.Tensor2D, noise_TPP3: tf.Tensor): tf.Tensor4D {
  return tf.tidy(() => {
    const kept_T113 = tf.reshape(kept_T3, [-1, 1, 1, 3]);
    const left_TPP3 = tf.mul<tf.Tensor4D>(x_TPP3, kept_T113);
    const channel_TPP1 = tf.sum(left_TPP3, 3, true);
    const centred = tf.sub(channel_TPP1, tf.mean(channel_TPP1, [1, 2], true));
    const deviation_T111 = tf.sqrt(tf.mean(tf.square(centred), [1, 2], true));
    // The small factors first: a compiled graph sorts a long product by itself, and rounds otherwise.
    const strength_T113 = tf.mul(tf.mul(deviation_T111, NOISE), tf.sub(1, kept_T113));
    return tf.add(left_TPP3, tf.mul(noise_TPP3, strength_T113));
  });
}

/**
 * Colour projection (the same section): every pixel times I - a a' / (a' a) for the green-magenta axis a, so that shifts
 * between green and magenta, which are what lenses do, are gone.
 *
 * @param std of the input's normalisation, one for all channels or one each: the axis lies in the pictures' own colours
 */
export function projectColours(x_TPP3: tf.Tensor4D, std: readonly number[]): tf.Tensor4D {
  const square = AXIS.reduce((sum, value) => sum + value * value, 0);
  const scale = (channel: number) => std[channel] ?? std[0] ?? 1;
  const matrix = AXIS.map((from, i) =>
    AXIS.map((to, j) => (((i === j ? 1 : 0) - (from * to) / square) * scale(i)) / scale(j)),
  );
  return tf.tidy(() => tf.reshape(tf.matMul(tf.reshape(x_TPP3, [-1, 3]), tf.tensor2d(matrix)), x_TPP3.shape));
}
