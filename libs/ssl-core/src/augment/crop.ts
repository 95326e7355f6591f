import { cropAndResize as cropBoxes, tf } from '@assay/engine';

/**
 * Cuts one box from each picture and resizes it to `size` pixels square, bilinearly with half-pixel centres, as
 * PyTorch's `interpolate(crop, mode='bilinear', align_corners=False)`; a box with swapped edges comes out mirrored.
 * An enlarged crop takes the true pixels beyond its rim, where torchvision repeats the crop's own edge; beyond the
 * picture its edge is repeated. There is no smoothing before shrinking: keep the stored side within twice `size`, where
 * bilinear sampling still sees every pixel.
 *
 * Shapes: N pictures, S stored side, C channels.
 *
 * @param x_NSSC float32 or int32
 * @param boxes_N4 top, left, bottom, right as shares of the side
 * @returns float32 [N, size, size, C], in the values of `x_NSSC`
 */
export function cropAndResize(x_NSSC: tf.Tensor4D, boxes_N4: tf.Tensor2D, size: number): tf.Tensor4D {
  return tf.tidy(() => cropBoxes(x_NSSC, boxes_N4, tf.range(0, x_NSSC.shape[0], 1, 'int32'), [size, size]));
}
