import { attribute } from '../../native';
import { tf } from '../../tf';
import { type Calls, int, ints, raw, some, withGradient, zeros } from './calls';

export const INDEXING_CALLS: Calls = {
  'picked by an index': () => {
    withGradient([[2, 3, 4]], (x) => tf.gather(x, ints(0, 2), 1));
    tf.gather(some(2, 3), zeros(4, 2), 1);
    raw('GatherV2', [some(2, 3, 4), zeros(2, 5), int(1)], [attribute.int('batch_dims', 1)]);
    tf.gatherND(some(3, 4, 5), zeros(2, 2));
    tf.gatherND(some(3, 4, 5), zeros(6, 2, 1));
  },
  'put to an index': () => {
    tf.scatterND(tf.tensor2d([[1]], [1, 1], 'int32'), some(1, 2), [3, 2]);
    tf.sparseToDense(tf.tensor2d([[0, 1]], [1, 2], 'int32'), some(1), [2, 3], 0);
    tf.tensorScatterUpdate(some(4, 3), tf.tensor2d([[1], [2]], [2, 1], 'int32'), some(2, 3));
    for (const op of ['Update', 'Add', 'Sub', 'Max', 'Min']) {
      raw(`TensorScatter${op}`, [some(4, 3), zeros(2, 2), some(2)]);
    }
    raw('InvertPermutation', [ints(2, 0, 1)]);
  },
  'one of many': () => {
    for (const run of [ints(0, 2), zeros(2, 3)]) tf.oneHot(run, 4);
    const axis = [attribute.int('axis', 0)];
    raw('OneHot', [ints(0, 2), int(3), tf.scalar(1), tf.scalar(0)], axis);
    tf.topk(some(2, 5), 2);
  },
  'by segment': () => {
    withGradient([[4, 2]], (x) => tf.unsortedSegmentSum(x, ints(0, 1, 0, 2), 3));
    for (const op of ['Sum', 'Max', 'Min', 'Prod']) {
      raw(`UnsortedSegment${op}`, [some(2, 3, 4), zeros(2, 3), int(5)]);
    }
  },
  counted: () => {
    tf.bincount(ints(1, 1), tf.ones([2]), 4);
    raw('DenseBincount', [ints(1, 1), int(4), tf.ones([2])]);
    raw('DenseBincount', [zeros(3, 2), int(4), tf.zeros([0])]);
  },
};
