import { tf } from '../tf';
import { cropSamples, sampleRange } from './cropAndResize';

export type RoiAlignOptions = {
  /** Rows and columns that each box becomes. */
  size: [number, number];
  /** Samples along each side of a part of a box; their mean is the part's value. Torchvision's models take 2. */
  samplingRatio: number;
  /** Sides of the map over sides of the pictures that the boxes are given in. */
  spatialScale: number;
  /** Whether the middle of a pixel is half a pixel from its edge: torchvision's `aligned`, better and not its default. */
  aligned: boolean;
};

/**
 * Features of boxes by bilinear samples (arXiv 1703.06870, section 3), as `torchvision.ops.roi_align`. A gradient flows
 * into the map, none into the boxes, as there.
 *
 * @param x_NHWC [N, H, W, C], the map
 * @param boxes_M4 [M, 4] (left, top, right, bottom) in pixels of the pictures; the order differs from `cropAndResize`'s
 * @param picture_M [M] int32, the picture of each box
 * @returns [M, rows, columns, C]
 */
export function roiAlign(
  x_NHWC: tf.Tensor4D,
  boxes_M4: tf.Tensor2D,
  picture_M: tf.Tensor1D,
  { size: [rows, columns], samplingRatio, spatialScale, aligned }: RoiAlignOptions,
): tf.Tensor4D {
  if (!Number.isInteger(samplingRatio) || samplingRatio < 1) {
    throw new Error(`roiAlign: ${samplingRatio} samples; a number of them that depends on the box is not supported`);
  }
  return tf.tidy(() => {
    const pixels_M4 = tf.mul(boxes_M4, spatialScale);
    const [left, top, right, bottom] = tf.split(pixels_M4, 4, 1);
    if (!top || !left || !bottom || !right) throw new Error(`roiAlign: boxes are [${boxes_M4.shape}], not [M, 4]`);
    const range = (low: tf.Tensor, high: tf.Tensor, parts: number) => {
      // Unaligned boxes are at least one pixel wide.
      const end = aligned ? high : tf.maximum(high, tf.add(low, 1));
      const [first, last] = sampleRange({ low, high: end, samples: parts * samplingRatio });
      return { first, last };
    };
    const [y, x] = [range(top, bottom, rows), range(left, right, columns)];
    const samples = cropSamples(x_NHWC, picture_M, {
      first: [y.first, x.first],
      last: [y.last, x.last],
      origin: aligned ? 0.5 : 0,
      size: [rows * samplingRatio, columns * samplingRatio],
    });
    if (samplingRatio === 1) return samples;
    return tf.avgPool(samples, samplingRatio, samplingRatio, 'valid');
  });
}
