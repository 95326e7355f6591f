import { attribute } from '../../native';
import { batchNorm } from '../../ops/batchNorm';
import { softmaxCrossEntropy } from '../../ops/softmaxCrossEntropy';
import { tf } from '../../tf';
import { type Calls, ints, raw, some, withGradient } from './calls';

export const NORMALISATION_CALLS: Calls = {
  softmax: () => {
    withGradient([[2, 3, 4]], (x) => tf.softmax(x));
    withGradient([[2, 3]], (x) => tf.logSoftmax(x));
    raw('LogSoftmax', [some(2, 3)]);
  },
  'of batches, in training': () => {
    withGradient([[2, 3, 3, 2], [2], [2]], (x, scale, offset) => batchNorm(x, scale, offset, 1e-5).y);
  },
  'of batches, with given statistics': () => {
    withGradient([[2, 3, 3, 2]], (x) => tf.batchNorm(x, [0.1, 0.2], [1, 2], [0, 0], [1, 1]));
    const inference = [attribute.bool('is_training', false)];
    raw('FusedBatchNorm', [some(2, 3, 3, 2), some(2), some(2), some(2), some(2)], inference, 5);
    raw('FusedBatchNormV3', [some(2, 3, 3, 2), some(2), some(2), some(2), some(2)], inference, 6);
  },
  'of neighbouring channels': () => {
    withGradient([[1, 2, 2, 4]], (x) => tf.localResponseNormalization(x));
  },
  'cross-entropy with its slope': () => {
    withGradient([[4, 3]], (x) => softmaxCrossEntropy(x, tf.ones([4, 3])));
    raw('SoftmaxCrossEntropyWithLogits', [some(4, 3), some(1, 3)], [], 2);
    raw('SparseSoftmaxCrossEntropyWithLogits', [some(4, 3), ints(0, 1, 2, 0)], [], 2);
  },
};
