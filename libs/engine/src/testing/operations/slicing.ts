import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, raw, some, withGradient } from './calls';

export const SLICING_CALLS: Calls = {
  'a block': () => {
    withGradient([[2, 4]], (x) => tf.slice(x, [0, 1], [-1, 2]));
    tf.slice(some(3, 4, 5), [1], [2]);
    tf.slice(some(3, 4), [3, 0], [0, 4]);
  },
  'with steps': () => {
    tf.stridedSlice(some(5, 6, 7), [4, 1, 0], [0, -1, 7], [-2, 2, 3]);
    tf.stridedSlice(some(5, 6), [1], [9], [1], 0, 0, 0, 0, 1);
    tf.stridedSlice(some(5, 6), [1, 2], [4, 5], [1, 2], 2, 1);
  },
  'more around': () => {
    withGradient([[2, 3]], (x) =>
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    );
    const sides = tf.tensor2d(
      [
        [1, 0],
        [2, 2],
      ],
      [2, 2],
      'int32',
    );
    raw('Pad', [some(3, 4), sides]);
    for (const mode of ['reflect', 'symmetric'] as const) {
      tf.mirrorPad(
        some(3, 4),
        [
          [1, 0],
          [2, 2],
        ],
        mode,
      );
      raw('MirrorPadGrad', [some(4, 8), sides], [attribute.string('mode', mode.toUpperCase())]);
    }
  },
};
