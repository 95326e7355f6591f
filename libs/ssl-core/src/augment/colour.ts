import { tf } from '@assay/engine';

/** Weights of red, green and blue in a grey value (ITU-R 601-2), as in torchvision. */
const LUMA = [0.2989, 0.587, 0.114];

/** Shapes: N pictures, H, W sides, C channels (1 or 3); values 0-1. A factor is [N]. */

/** Multiplies by the factor; clipped to 0-1. */
export function adjustBrightness(x_NHWC: tf.Tensor4D, factor_N: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => tf.clipByValue(tf.mul(x_NHWC, perPicture(factor_N)), 0, 1));
}

/** Moves away from the picture's mean grey by the factor (0: flat, 1: as it was); clipped to 0-1. */
export function adjustContrast(x_NHWC: tf.Tensor4D, factor_N: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => blend(x_NHWC, tf.mean(greyOf(x_NHWC), [1, 2, 3], true), factor_N));
}

/** Moves away from grey by the factor (0: grey, 1: as it was); clipped to 0-1. One channel stays as it is. */
export function adjustSaturation(x_NHWC: tf.Tensor4D, factor_N: tf.Tensor1D): tf.Tensor4D {
  if (x_NHWC.shape[3] === 1) return tf.clone(x_NHWC);
  return tf.tidy(() => blend(x_NHWC, greyOf(x_NHWC), factor_N));
}

/** Turns the hue by `shift_N` turns of the colour circle, through HSV as torchvision. One channel stays as it is. */
export function adjustHue(x_NHWC: tf.Tensor4D, shift_N: tf.Tensor1D): tf.Tensor4D {
  if (x_NHWC.shape[3] === 1) return tf.clone(x_NHWC);
  return tf.tidy(() => {
    const value = tf.max(x_NHWC, 3, true);
    const chroma = tf.sub(value, tf.min(x_NHWC, 3, true));
    const [red, green, blue] = tf.split(x_NHWC, 3, 3);
    if (!red || !green || !blue) throw new Error('adjustHue: three channels needed');
    // A grey pixel has chroma 0 and keeps its value whatever the hue; 1 avoids 0 / 0.
    const safe = tf.where(tf.greater(chroma, 0), chroma, tf.onesLike(chroma));
    const sextant = tf.where(
      tf.equal(value, red),
      tf.div(tf.sub(green, blue), safe),
      tf.where(
        tf.equal(value, green),
        tf.add(tf.div(tf.sub(blue, red), safe), 2),
        tf.add(tf.div(tf.sub(red, green), safe), 4),
      ),
    );
    const turned = tf.add(sextant, tf.mul(perPicture(shift_N), 6));
    // HSV to RGB in one line: channel = V - C * clip(min(k, 4 - k), 0, 1), k = (offset + hue) mod 6, offsets 5, 3, 1.
    const k = tf.mod(tf.add(turned, tf.tensor1d([5, 3, 1])), 6);
    const share = tf.clipByValue(tf.minimum(k, tf.sub(4, k)), 0, 1);
    return tf.sub<tf.Tensor4D>(value, tf.mul(chroma, share));
  });
}

/** Takes the colour from the pictures whose flag is 1. One channel stays as it is. */
export function dropColour(x_NHWC: tf.Tensor4D, flag_N: tf.Tensor1D): tf.Tensor4D {
  if (x_NHWC.shape[3] === 1) return tf.clone(x_NHWC);
  return tf.tidy(() => {
    const flag = perPicture(flag_N);
    return tf.add<tf.Tensor4D>(tf.mul(greyOf(x_NHWC), flag), tf.mul(x_NHWC, tf.sub(1, flag)));
  });
}

/** Inverts what is as bright as 128 of 255 or more, in the pictures whose flag is 1; as torchvision's `solarize`. */
export function solarise(x_NHWC: tf.Tensor4D, flag_N: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => {
    const isInverted = tf.logicalAnd(tf.greaterEqual(x_NHWC, 128 / 255), tf.greater(perPicture(flag_N), 0));
    return tf.where(isInverted, tf.sub(1, x_NHWC), x_NHWC);
  });
}

function greyOf(x_NHWC: tf.Tensor4D): tf.Tensor4D {
  if (x_NHWC.shape[3] === 1) return x_NHWC;
  return tf.sum<tf.Tensor4D>(tf.mul(x_NHWC, tf.tensor1d(LUMA)), 3, true);
}

function blend(x_NHWC: tf.Tensor4D, other: tf.Tensor, factor_N: tf.Tensor1D): tf.Tensor4D {
  const factor = perPicture(factor_N);
  return tf.clipByValue(tf.add<tf.Tensor4D>(tf.mul(x_NHWC, factor), tf.mul(other, tf.sub(1, factor))), 0, 1);
}

function perPicture(value_N: tf.Tensor1D): tf.Tensor4D {
  return tf.reshape(value_N, [-1, 1, 1, 1]);
}
