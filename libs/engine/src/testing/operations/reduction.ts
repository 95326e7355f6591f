import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, int, raw, some, withGradient } from './calls';

export const REDUCTION_CALLS: Calls = {
  'along axes, kept or not': () => {
    for (const run of [tf.sum, tf.mean, tf.prod, tf.max, tf.min]) {
      for (const axes of [undefined, 1, -1, [0, 2], []])
        for (const keep of [true, false]) run(some(2, 3, 4), axes, keep);
    }
    for (const run of [tf.all, tf.any]) run(tf.tensor2d([[true, false]]), 1, true);
  },
  'gradients of reductions': () => {
    for (const run of [tf.sum, tf.mean, tf.max, tf.min, tf.prod]) withGradient([[2, 3, 4]], (x) => run(x, [1]));
    withGradient([[2, 3]], (x) => tf.cumsum(x, 1, true, true));
    withGradient([[2, 3]], (x) => tf.norm(x));
    withGradient([[2, 3]], (x) => tf.logSumExp(x, 1));
    withGradient([[2, 3]], (x) => tf.moments(x, [0]).variance);
  },
  places: () => {
    for (const axis of [0, -1]) for (const run of [tf.argMax, tf.argMin]) run(some(2, 3), axis);
    raw('ArgMax', [some(2, 3, 4), int(-2)], [attribute.type('output_type', 'int32')]);
  },
  'running sums, and half the sum of squares': () => {
    tf.cumsum(some(2, 3), -1);
    tf.cumprod(some(2, 3), 0);
    raw('L2Loss', [some(2, 3)]);
  },
};
