import { tf } from '../../tf';
import { type Calls, ints, raw } from './calls';

export const CONSTANTS_CALLS: Calls = {
  'one value': () => {
    tf.fill([2, 3], 4);
    tf.fill([2, 3], 4, 'int32');
    raw('Fill', [ints(2, 3), tf.scalar(1)]);
    raw('Fill', [ints(), tf.scalar(true, 'bool')]);
  },
  'a row of numbers': () => {
    tf.range(2, 9, 3);
    raw('Range', [tf.scalar(5), tf.scalar(0), tf.scalar(-1.5)]);
    raw('Range', [tf.scalar(0), tf.scalar(0), tf.scalar(1)]);
    tf.linspace(0, 1, 5);
  },
  'the shape of two shapes': () => {
    tf.broadcastArgs(ints(2, 1, 3), ints(4, 1));
  },
};
