import { tf } from '@assay/engine';

/**
 * Cuts one box from each picture and resizes it to `size` pixels square, bilinearly with half-pixel centres, as
 * PyTorch's `interpolate(crop, mode='bilinear', align_corners=False)`; a box with swapped edges comes out mirrored.
 * Values beyond the picture repeat its edge. There is no smoothing before shrinking: keep the stored side within twice
 * `size`, where bilinear sampling still sees every pixel.
 *
 * Shapes: N pictures, S stored side, C channels.
 *
 * @param x_NSSC any numeric type
 * @param boxes_N4 top, left, bottom, right as shares of the side
 * @returns float32 [N, size, size, C], in the values of `x_NSSC`
 */
export function cropAndResize(x_NSSC: tf.Tensor4D, boxes_N4: tf.Tensor2D, size: number): tf.Tensor4D {
  const [count, side] = x_NSSC.shape;
  return tf.tidy(() => {
    // One repeated pixel around, since the operation below fills everything outside the picture with a constant.
    const padded = tf.mirrorPad(
      tf.cast(x_NSSC, 'float32'),
      [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
      'symmetric',
    );
    // CropAndResize samples from y1 to y2 inclusive, in units of (side - 1). The first and last sample of half-pixel
    // centres lie half a target pixel inside the box, and half a source pixel nearer the origin; 1 is the padding.
    const inset_44 = tf.tensor2d([
      [1 - 0.5 / size, 0, 0.5 / size, 0],
      [0, 1 - 0.5 / size, 0, 0.5 / size],
      [0.5 / size, 0, 1 - 0.5 / size, 0],
      [0, 0.5 / size, 0, 1 - 0.5 / size],
    ]);
    const pixels_N4 = tf.add(tf.mul(tf.matMul(boxes_N4, inset_44), side), 0.5);
    const normalised_N4 = tf.div<tf.Tensor2D>(pixels_N4, side + 1);
    const picture_N = tf.range(0, count, 1, 'int32');
    return tf.image.cropAndResize(padded, normalised_N4, picture_N, [size, size], 'bilinear');
  });
}
