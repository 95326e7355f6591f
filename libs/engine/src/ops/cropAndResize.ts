import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Cuts one box out of a picture for each row and brings it to one size, bilinear, pixels as areas: output pixel i of n
 * samples the box at (i + 0.5) / n, and outside the picture the edge goes on. That is `align_corners=False` in PyTorch
 * and `half_pixel_centers` in TensorFlow, whose own CropAndResize aligns corners. No smoothing before shrinking: below
 * half the box's size, pixels are skipped.
 *
 * A gradient flows into pictures of float32, none into the boxes.
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
    const { top, left, bottom, right } = sides(boxes_M4);
    const [y1, y2] = sampleRange({ low: top, high: bottom, samples: height });
    const [x1, x2] = sampleRange({ low: left, high: right, samples: width });
    return cropSamples(x_NHWC, picture_M, {
      first: [tf.mul(y1, sourceHeight), tf.mul(x1, sourceWidth)],
      last: [tf.mul(y2, sourceHeight), tf.mul(x2, sourceWidth)],
      origin: 0.5,
      size: [height, width],
    });
  });
}

/** Columns [M, 1] of boxes (top, left, bottom, right). */
function sides(boxes_M4: tf.Tensor2D) {
  const [top, left, bottom, right] = tf.split(boxes_M4, 4, 1);
  if (!top || !left || !bottom || !right) throw new Error(`boxes are [${boxes_M4.shape}], not [M, 4]`);
  return { top, left, bottom, right };
}

/** The centres of the first and the last of equal parts of a range. */
export function sampleRange({ low, high, samples }: { low: tf.Tensor; high: tf.Tensor; samples: number }) {
  const halfStep = tf.mul(tf.sub(high, low), 0.5 / samples);
  return [tf.add(low, halfStep), tf.sub(high, halfStep)] as const;
}

export type SampleGrid = {
  /** Row and column of the first sample of each box, [M, 1] in pixels. */
  first: [tf.Tensor, tf.Tensor];
  /** Of the last. */
  last: [tf.Tensor, tf.Tensor];
  /** Where the positions count from: 0 for the middle of the first pixel, 0.5 for its outer edge. */
  origin: 0 | 0.5;
  /** Rows and columns of samples. */
  size: [number, number];
};

/**
 * A grid of bilinear samples for each box. Up to one pixel outside the picture the edge goes on; beyond is 0.
 *
 * @returns [M, rows, columns, C] float32
 */
export function cropSamples(x_NHWC: tf.Tensor4D, picture_M: tf.Tensor1D, grid: SampleGrid): tf.Tensor4D {
  const [, height, width] = x_NHWC.shape;
  // In the padded picture pixel 0 sits at 1; CropAndResize wants shares of its last index.
  // One sum for both shifts and no division: TensorFlow's graph optimiser merges two sums and turns a division by a
  // constant into a product, and the last digit of a position moves every sample.
  const place = (pixels: tf.Tensor, side: number) =>
    tf.mul<tf.Tensor2D>(tf.add(pixels, 1 - grid.origin), 1 / (side + 1));
  const [[y1, x1], [y2, x2]] = [grid.first, grid.last];
  const corners = [place(y1, height), place(x1, width), place(y2, height), place(x2, width)];
  const boxes_M4 = tf.concat2d(corners, 1);
  if (x_NHWC.dtype !== 'float32') return crop(padEdge(x_NHWC), boxes_M4, picture_M, grid.size);
  return differentiable<tf.Tensor4D>([x_NHWC], () => {
    const padded = padEdge(x_NHWC);
    const { shape } = padded;
    return {
      value: crop(padded, boxes_M4, picture_M, grid.size),
      saved: [boxes_M4, picture_M],
      gradient: (dy, saved) => {
        const attributes = [attribute.type('T', 'float32'), attribute.string('method', 'bilinear')];
        const inputs = [dy, take(saved, 0), take(saved, 1), tf.tensor1d(shape, 'int32')];
        return [foldEdge(executeOne('CropAndResizeGradImage', attributes, inputs))];
      },
    };
  });
}

function crop(x_NHWC: tf.Tensor4D, boxes_M4: tf.Tensor2D, picture_M: tf.Tensor1D, size: [number, number]): tf.Tensor4D {
  return tf.image.cropAndResize(x_NHWC, boxes_M4, picture_M, size, 'bilinear', 0);
}

/** One repeated edge pixel all around, so that samples half a pixel outside find the edge and not a fill value. */
function padEdge(x_NHWC: tf.Tensor4D): tf.Tensor4D {
  return tf.mirrorPad(x_NHWC, EDGE, 'symmetric');
}

/** The gradient of `padEdge`: what reached the repeated edge belongs to the edge. */
function foldEdge(dy: tf.Tensor): tf.Tensor {
  const attributes = [
    attribute.type('T', 'float32'),
    attribute.type('Tpaddings', 'int32'),
    attribute.string('mode', 'SYMMETRIC'),
  ];
  return executeOne('MirrorPadGrad', attributes, [dy, tf.tensor2d(EDGE, [4, 2], 'int32')]);
}

const EDGE: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];
