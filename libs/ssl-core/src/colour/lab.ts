import { tf } from '@assay/engine';
import { COMPANDED_KNEE, FROM_XYZ, LAB_KNEE, LINEAR_KNEE, TO_XYZ, WHITE } from './constants';

/**
 * Colours of sRGB and of CIE Lab (D65, 2 degrees) as scikit-image's `rgb2lab` and `lab2rgb`.
 *
 * Products, where a division by a constant would be the same: a compiled graph makes products of them, and the last digit of a
 * colour moves every gradient.
 *
 * Shapes: any, the last axis three channels. Red, green and blue are 0 to 1; L is 0 to 100, a and b about -110 to 110.
 */

/** sRGB to Lab. */
export function rgbToLab<T extends tf.Tensor>(rgb: T): T {
  return tf.tidy(() => {
    const xyz = multiply(linearise(rgb), TO_XYZ);
    const f = cubeRoots(tf.mul(xyz, tf.tensor1d(WHITE.map((white) => 1 / white))));
    const [x, y, z] = channels(f);
    const lightness = tf.sub(tf.mul(y, 116), 16);
    return tf.concat([lightness, tf.mul(tf.sub(x, y), 500), tf.mul(tf.sub(y, z), 200)], -1) as T; // rgb's shape
  });
}

/** Lab to sRGB; colours that a screen cannot show are clipped to 0-1. */
export function labToRgb<T extends tf.Tensor>(lab: T): T {
  return tf.tidy(() => {
    const [lightness, a, b] = channels(lab);
    const y = tf.mul(tf.add(lightness, 16), 1 / 116);
    const x = tf.add(tf.mul(a, 1 / 500), y);
    const z = tf.maximum(tf.sub(y, tf.mul(b, 1 / 200)), tf.zerosLike(y));
    const f = tf.concat([x, y, z], -1);
    const cubes = tf.where(tf.greater(f, Math.cbrt(LAB_KNEE)), tf.pow(f, 3), tf.mul(tf.sub(f, 16 / 116), 1 / 7.787));
    const rgb = multiply(tf.mul(cubes, tf.tensor1d([...WHITE])), FROM_XYZ);
    return tf.clipByValue(compand(rgb), 0, 1) as T; // lab's shape
  });
}

/**
 * The grey picture of the same lightness: what is left when Lab's a and b are set to 0, as an sRGB value.
 *
 * @returns as rgb, with one channel
 */
export function greyOf(rgb: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const luminance = tf.sum(tf.mul(linearise(rgb), tf.tensor1d([...TO_XYZ[1]])), -1, true);
    return tf.clipByValue(compand(luminance), 0, 1);
  });
}

function linearise(rgb: tf.Tensor): tf.Tensor {
  const curved = tf.pow(tf.mul(tf.add(tf.maximum(rgb, tf.zerosLike(rgb)), 0.055), 1 / 1.055), 2.4);
  return tf.where(tf.greater(rgb, COMPANDED_KNEE), curved, tf.mul(rgb, 1 / 12.92));
}

function compand(linear: tf.Tensor): tf.Tensor {
  const curved = tf.sub(tf.mul(tf.pow(tf.maximum(linear, tf.zerosLike(linear)), 1 / 2.4), 1.055), 0.055);
  return tf.where(tf.greater(linear, LINEAR_KNEE), curved, tf.mul(linear, 12.92));
}

function cubeRoots(t: tf.Tensor): tf.Tensor {
  const roots = tf.pow(tf.maximum(t, tf.zerosLike(t)), 1 / 3);
  return tf.where(tf.greater(t, LAB_KNEE), roots, tf.add(tf.mul(t, 7.787), 16 / 116));
}

/**
 * Every colour times the matrix, whose rows are the results' channels. Sums and no matrix product: that would be rounded
 * to the short format where a run asks for it, and colours by whole units.
 */
function multiply(colours: tf.Tensor, matrix: readonly (readonly number[])[]): tf.Tensor {
  const rows = matrix.map((row) => tf.sum(tf.mul(colours, tf.tensor1d([...row])), -1, true));
  return tf.concat(rows, -1);
}

function channels(colours: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [first, second, third] = tf.split(colours, 3, colours.rank - 1);
  if (!first || !second || !third)
    throw new Error(`colours of shape [${colours.shape}] where three channels are needed`);
  return [first, second, third];
}
