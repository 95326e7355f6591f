import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, raw, rawOne, some, withGradient } from './calls';

const PADDINGS = ['same', 'valid'] as const;

export const CONVOLUTION_CALLS: Calls = {
  'of pictures, with gradients': () => {
    for (const padding of PADDINGS) {
      for (const stride of [1, 2, 3]) {
        for (const height of [7, 8]) {
          withGradient(
            [
              [2, height, 9, 3],
              [3, 3, 3, 4],
            ],
            (x, w) => tf.conv2d(x, w, stride, padding),
          );
        }
      }
      withGradient(
        [
          [1, 8, 8, 2],
          [2, 4, 2, 3],
        ],
        (x, w) => tf.conv2d(x, w, [1, 2], padding),
      );
    }
  },
  'dilated, grouped, explicitly padded': () => {
    tf.conv2d(some(1, 9, 9, 2), some(3, 3, 2, 4), 1, 'same', 'NHWC', 2);
    tf.conv2d(some(1, 9, 8, 2), some(3, 3, 2, 4), 1, 'valid', 'NHWC', [2, 3]);
    const strides = attribute.ints('strides', [1, 1, 1, 1]);
    raw('Conv2D', [some(1, 5, 5, 6), some(3, 3, 2, 9)], [strides, attribute.string('padding', 'VALID')]);
    const explicit = [
      attribute.ints('strides', [1, 2, 1, 1]),
      attribute.string('padding', 'EXPLICIT'),
      attribute.ints('explicit_paddings', [0, 0, 0, 1, 2, 0, 0, 0]),
    ];
    raw('Conv2D', [some(1, 5, 6, 2), some(3, 3, 2, 4)], explicit);
  },
  'of each channel by itself': () => {
    for (const padding of PADDINGS) {
      for (const stride of [1, 2]) {
        withGradient(
          [
            [2, 8, 8, 3],
            [3, 3, 3, 2],
          ],
          (x, w) => tf.depthwiseConv2d(x, w, stride, padding),
        );
      }
    }
    tf.depthwiseConv2d(some(1, 9, 9, 2), some(3, 3, 2, 1), 1, 'valid', 'NHWC', 2);
    tf.separableConv2d(some(1, 8, 8, 2), some(3, 3, 2, 2), some(1, 1, 4, 5), 1, 'same');
  },
  transposed: () => {
    for (const padding of PADDINGS) {
      const side = padding === 'same' ? 8 : 9;
      withGradient(
        [
          [1, 4, 4, 3],
          [3, 3, 2, 3],
        ],
        (x, w) => tf.conv2dTranspose(x, w, [1, side, side, 2], 2, padding),
      );
    }
  },
  'of volumes': () => {
    for (const padding of PADDINGS) {
      withGradient(
        [
          [1, 5, 6, 7, 2],
          [2, 3, 2, 2, 3],
        ],
        (x, w) => tf.conv3d(x, w, [1, 2, 1], padding),
      );
    }
    tf.conv3dTranspose(some(1, 2, 3, 3, 2), some(2, 2, 2, 3, 2), [1, 4, 6, 6, 3], 2, 'same');
  },
  'greatest sum under a window': () => {
    const attributes = [
      attribute.ints('strides', [1, 2, 2, 1]),
      attribute.ints('rates', [1, 2, 1, 1]),
      attribute.string('padding', 'SAME'),
    ];
    const [x, filter] = [some(1, 7, 8, 2), some(3, 2, 2)];
    const y = rawOne('Dilation2D', [x, filter], attributes);
    raw('Dilation2DBackpropInput', [x, filter, y], attributes);
    raw('Dilation2DBackpropFilter', [x, filter, y], attributes);
    tf.dilation2d(some(1, 7, 7, 2), some(3, 3, 2), 2, 'valid');
  },
};
