import { tf } from '@assay/engine';

/** Kernel radius of SimCLR's blur (appendix A): the kernel spans a tenth of the picture's side. */
export function blurRadius(size: number): number {
  return Math.max(1, Math.round(size * 0.05));
}

/**
 * Gaussian blur with a sigma a picture, reflecting at the edges, as torchvision's `gaussian_blur` with a kernel of
 * `2 * radius + 1`. Separable: a blur along one axis is a banded [side, side] matrix of each picture, so both are
 * batched matrix products.
 *
 * Shapes: N pictures, S side, C channels, T = 2 * radius + 1 taps.
 *
 * @param sigma_N in pixels; 0 leaves the picture as it is
 */
export function gaussianBlur(x_NSSC: tf.Tensor4D, sigma_N: tf.Tensor1D, radius: number): tf.Tensor4D {
  const [count, side, , channels] = x_NSSC.shape;
  return tf.tidy(() => {
    // exp(-d^2 / (2 sigma^2)), with all that is constant in one tensor.
    const exponents_1T = tf.tensor2d(
      Array.from({ length: 2 * radius + 1 }, (_, tap) => -0.5 * (tap - radius) ** 2),
      [1, 2 * radius + 1],
    );
    // At a sigma of 1e-3 every tap but the middle one is exactly 0.
    const width_N1 = tf.maximum(sigma_N, 1e-3).reshape([-1, 1]);
    // No softmax: compiled it is another kernel than executed, and all that follows would differ in the last digit.
    const powers_NT = tf.exp(tf.div(exponents_1T, tf.square(width_N1)));
    const taps_NT = tf.div(powers_NT, tf.sum(powers_NT, 1, true));
    const matrix_NSS = tf.matMul(taps_NT, tapMatrices(side, radius)).reshape([count, side, side]);

    const alongRows = (map: tf.Tensor) =>
      tf.matMul(matrix_NSS, map.reshape([count, side, side * channels])).reshape([count, side, side, channels]);
    const swap = (map: tf.Tensor) => tf.transpose(map, [0, 2, 1, 3]);
    return swap(alongRows(swap(alongRows(x_NSSC)))) as tf.Tensor4D; // transpose keeps rank 4
  });
}

/** [T, side * side]: row t of the matrix that shifts by t - radius pixels, edges reflected without repeating them. */
function tapMatrices(side: number, radius: number): tf.Tensor2D {
  const taps = 2 * radius + 1;
  const values = new Float32Array(taps * side * side);
  for (let tap = 0; tap < taps; tap++) {
    for (let row = 0; row < side; row++) {
      const wanted = Math.abs(row + tap - radius);
      const source = wanted < side ? wanted : 2 * (side - 1) - wanted;
      values[(tap * side + row) * side + source] = 1;
    }
  }
  return tf.tensor2d(values, [taps, side * side]);
}
