import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, ints, raw, some, withGradient, zeros } from './calls';

export const IMAGE_CALLS: Calls = {
  'other sizes': () => {
    withGradient([[1, 3, 4, 2]], (x) => tf.image.resizeBilinear(x, [5, 7]));
    withGradient([[1, 3, 4, 2]], (x) => tf.image.resizeBilinear(x, [5, 7], true));
    withGradient([[1, 3, 4, 2]], (x) => tf.image.resizeNearestNeighbor(x, [6, 8]));
    const pictures = zeros(1, 3, 4, 2);
    tf.image.resizeBilinear(pictures, [2, 2]);
    tf.image.resizeNearestNeighbor(pictures, [2, 2]);
    const halfPixels = [attribute.bool('half_pixel_centers', true)];
    for (const op of ['ResizeBilinear', 'ResizeNearestNeighbor', 'ResizeBicubic']) {
      raw(op, [some(2, 3, 4, 2), ints(6, 5)], halfPixels);
    }
    for (const op of ['ResizeBilinearGrad', 'ResizeBicubicGrad']) {
      raw(op, [some(2, 6, 5, 2), some(2, 3, 4, 2)], halfPixels);
    }
    raw('ResizeNearestNeighborGrad', [some(2, 6, 5, 2), ints(3, 4)], halfPixels);
  },
  'parts of pictures': () => {
    const boxes = tf.tensor2d([
      [0, 0, 1, 1],
      [0, 0, 0.5, 0.5],
    ]);
    const picture = ints(0, 1);
    tf.image.cropAndResize(some(2, 4, 4, 3), boxes, picture, [3, 2]);
    const slope = some(2, 3, 2, 3);
    const type = [attribute.type('T', 'float32')];
    raw('CropAndResizeGradImage', [slope, boxes, picture, ints(2, 4, 4, 3)], type);
    raw('CropAndResizeGradBoxes', [slope, some(2, 4, 4, 3), boxes, picture]);
    raw(
      'ImageProjectiveTransformV3',
      [some(2, 4, 4, 3), tf.ones([1, 8]), ints(3, 5), tf.scalar(0)],
      [attribute.string('interpolation', 'BILINEAR')],
    );
  },
  'chosen boxes': () => {
    const boxes = tf.tensor2d([
      [0, 0, 1, 1],
      [0, 0, 0.9, 1],
    ]);
    tf.image.nonMaxSuppressionPadded(boxes, tf.tensor1d([0.9, 0.8]), 4, 0.5, 0, true);
  },
  colours: () => {
    for (const op of ['RGBToHSV', 'HSVToRGB']) raw(op, [some(2, 3, 3, 3)]);
    for (const op of ['AdjustContrastv2', 'AdjustHue', 'AdjustSaturation']) raw(op, [some(2, 3, 3, 3), tf.scalar(0.5)]);
    tf.image.flipLeftRight(some(1, 2, 2, 3));
    tf.image.grayscaleToRGB(some(2, 2, 1));
  },
};
