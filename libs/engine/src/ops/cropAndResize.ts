import { tf } from '../tf';

/**
 * Cuts one box out of a picture for each row and brings it to one size, bilinear, pixels as areas: output pixel i of n
 * samples the box at (i + 0.5) / n, and outside the picture the edge goes on. That is `align_corners=False` in PyTorch
 * and `half_pixel_centers` in TensorFlow, whose own CropAndResize aligns corners. No smoothing before shrinking: below
 * half the box's size, pixels are skipped.
 *
 * No gradient.
 *
 * @param x_NHWC [N, H, W, C], float32 or int32
 * @param boxes_M4 [M, 4] (top, left, bottom, right) as shares of height and width, 0 to 1; a box with left > right
 *   comes out mirrored
 * @param picture_M [M] int32, which picture each box is cut from
 * @returns [M, height, width, C] float32
 */
export function cropAndResize(
  x_NHWC: tf.Tensor4D,
  boxes_M4: tf.Tensor2D,
  picture_M: tf.Tensor1D,
  [height, width]: [number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    const [, sourceHeight, sourceWidth] = x_NHWC.shape;
    // One repeated edge pixel all around, so that samples half a pixel outside find the edge and not a fill value.
    const padded = tf.mirrorPad(
      x_NHWC,
      [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
      'symmetric',
    );
    const [top, left, bottom, right] = tf.split(boxes_M4, 4, 1);
    if (!top || !left || !bottom || !right) throw new Error(`cropAndResize: boxes are [${boxes_M4.shape}]`);
    const [y1, y2] = sampleRange({ low: top, high: bottom, source: sourceHeight, target: height });
    const [x1, x2] = sampleRange({ low: left, high: right, source: sourceWidth, target: width });
    const aligned_M4 = tf.concat2d([y1, x1, y2, x2], 1);
    return tf.image.cropAndResize(padded, aligned_M4, picture_M, [height, width], 'bilinear', 0);
  });
}

type Axis = { low: tf.Tensor; high: tf.Tensor; source: number; target: number };

/** Positions of the first and last sample, as shares of the padded side's last index, which CropAndResize wants. */
function sampleRange({ low, high, source, target }: Axis): [tf.Tensor2D, tf.Tensor2D] {
  const halfStep = tf.mul(tf.sub(high, low), 0.5 / target);
  // In the padded picture pixel 0 sits at 1; a share s of the side is pixel s * source - 0.5.
  const place = (share: tf.Tensor) => tf.div<tf.Tensor2D>(tf.add(tf.mul(share, source), 0.5), source + 1);
  return [place(tf.add(low, halfStep)), place(tf.sub(high, halfStep))];
}
