import { differentiable } from '../differentiable';
import { type Attribute, attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Brings pictures or maps to another size, bilinear, pixels as areas: PyTorch's `interpolate` with
 * `align_corners=False`. No smoothing before shrinking.
 *
 * @param x_NHWC [N, H, W, C]
 * @returns [N, height, width, C]
 */
export function resizeBilinear(x_NHWC: tf.Tensor4D, [height, width]: [number, number]): tf.Tensor4D {
  const { shape } = x_NHWC;
  return differentiable<tf.Tensor4D>([x_NHWC], () => ({
    value: executeOne('ResizeBilinear', halfPixels(), [x_NHWC, sides(height, width)]) as tf.Tensor4D, // as resized
    saved: [],
    // It looks at the pictures' shape alone; keeping them for that would cost their memory.
    gradient: (dy) => [executeOne('ResizeBilinearGrad', halfPixels(), [dy, tf.zeros(shape)])],
  }));
}

/**
 * The same by the nearest pixel: PyTorch's `nearest-exact`, which for whole multiples of the size is its `nearest` too.
 *
 * @param x_NHWC [N, H, W, C]
 * @returns [N, height, width, C]
 */
export function resizeNearest(x_NHWC: tf.Tensor4D, [height, width]: [number, number]): tf.Tensor4D {
  const [, sourceHeight, sourceWidth] = x_NHWC.shape;
  return differentiable<tf.Tensor4D>([x_NHWC], () => ({
    value: executeOne('ResizeNearestNeighbor', halfPixels(), [x_NHWC, sides(height, width)]) as tf.Tensor4D,
    saved: [],
    gradient: (dy) => [executeOne('ResizeNearestNeighborGrad', halfPixels(), [dy, sides(sourceHeight, sourceWidth)])],
  }));
}

function halfPixels(): Attribute[] {
  return [
    attribute.type('T', 'float32'),
    attribute.bool('align_corners', false),
    attribute.bool('half_pixel_centers', true),
  ];
}

function sides(height: number, width: number): tf.Tensor1D {
  return tf.tensor1d([height, width], 'int32');
}
