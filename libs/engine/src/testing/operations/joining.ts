import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, int, raw, some, withGradient } from './calls';

export const JOINING_CALLS: Calls = {
  'along an axis': () => {
    withGradient(
      [
        [2, 3],
        [2, 5],
      ],
      (a, b) => tf.concat([a, b], -1),
    );
    tf.concat([some(2, 1, 3), some(2, 4, 3), some(2, 2, 3)], 1);
  },
  'along a new axis': () => {
    for (const axis of [0, 1, -1])
      withGradient(
        [
          [2, 3],
          [2, 3],
        ],
        (a, b) => tf.stack([a, b], axis),
      );
    withGradient([[2, 3, 4]], (x) => tf.addN(tf.unstack(x, -1)));
  },
  'into parts': () => {
    withGradient([[2, 6]], (x) => tf.addN(tf.split(x, 3, 1)));
    tf.split(some(2, 6), [1, 2, 3], -1);
    tf.split(some(2, 6), [1, -1, 3], 1);
    raw('Split', [int(-1), some(2, 6)], [attribute.int('num_split', 2)], 2);
  },
};
