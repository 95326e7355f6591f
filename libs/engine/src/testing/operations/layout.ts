import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, ints, raw, some, withGradient } from './calls';

export const LAYOUT_CALLS: Calls = {
  'other shapes': () => {
    for (const shape of [[3, -1], [12], [1, 4, -1, 3], [2, 6]]) tf.reshape(some(2, 6), shape);
    tf.reshape(some(0, 3), [0, 5]);
    for (const axis of [0, 1, -1]) tf.expandDims(some(2, 3), axis);
    raw('Squeeze', [some(1, 2, 1, 3)]);
    raw('Squeeze', [some(1, 2, 1, 3)], [attribute.ints('squeeze_dims', [-2])]);
  },
  'other orders': () => {
    tf.transpose(some(2, 3, 4));
    tf.transpose(some(2, 3, 4), [1, 2, 0]);
    tf.reverse(some(2, 3), [0, -1]);
    raw('Roll', [some(3, 4), ints(1, -1), ints(0, 1)]);
  },
  repeated: () => {
    tf.tile(some(2, 3), [2, 1]);
    tf.broadcastTo(some(2, 1), [4, 2, 3]);
    raw('BroadcastTo', [some(2, 1), ints(4, 2, 3)]);
    raw('BroadcastTo', [tf.scalar(1), ints(2, 3)]);
  },
  'blocks of pictures': () => {
    tf.depthToSpace(some(1, 2, 3, 8), 2, 'NHWC');
    raw('SpaceToDepth', [some(1, 4, 6, 3)], [attribute.int('block_size', 2)]);
    const blocks = tf.spaceToBatchND(
      some(2, 5, 6, 3),
      [2, 3],
      [
        [1, 0],
        [0, 3],
      ],
    );
    tf.batchToSpaceND(
      blocks,
      [2, 3],
      [
        [1, 0],
        [0, 3],
      ],
    );
  },
  gradients: () => {
    withGradient([[2, 6]], (x) => tf.tile(tf.transpose(tf.squeeze(tf.expandDims(tf.reshape(x, [3, -1]), 1))), [2, 1]));
    withGradient([[2, 3]], (x) => tf.reverse(x, 0));
    withGradient([[2, 1]], (x) => tf.broadcastTo(x, [4, 2, 3]));
    withGradient([[2, 5, 6, 3]], (x) =>
      tf.spaceToBatchND(
        x,
        [2, 3],
        [
          [1, 0],
          [0, 3],
        ],
      ),
    );
  },
};
