import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, raw, some, withGradient } from './calls';

export const POOLING_CALLS: Calls = {
  'of pictures, with gradients': () => {
    for (const padding of ['same', 'valid'] as const) {
      for (const stride of [1, 2, 3]) {
        withGradient([[2, 7, 9, 3]], (x) => tf.maxPool(x, 3, stride, padding));
        withGradient([[2, 8, 9, 3]], (x) => tf.avgPool(x, [2, 3], stride, padding));
      }
    }
  },
  'explicitly padded': () => {
    raw(
      'MaxPool',
      [some(1, 6, 6, 2)],
      [
        attribute.ints('ksize', [1, 3, 3, 1]),
        attribute.ints('strides', [1, 2, 2, 1]),
        attribute.string('padding', 'EXPLICIT'),
        attribute.ints('explicit_paddings', [0, 0, 1, 0, 1, 1, 0, 0]),
      ],
    );
  },
  'of volumes, with gradients': () => {
    for (const padding of ['same', 'valid'] as const) {
      withGradient([[1, 4, 5, 6, 2]], (x) => tf.maxPool3d(x, [2, 3, 2], 2, padding));
      withGradient([[1, 4, 5, 6, 2]], (x) => tf.avgPool3d(x, 2, [1, 2, 2], padding));
    }
  },
};
