import { differentiable, take } from '../differentiable';
import { attribute, execute } from '../native';
import { tf } from '../tf';

/**
 * Cross-entropy of each row, computed with its gradient in one operation. No gradient flows into the targets.
 *
 * @param logits_NC [N, C]
 * @param targets_NC [N, C], each row sums to 1
 * @returns [N]
 */
export function softmaxCrossEntropy(logits_NC: tf.Tensor2D, targets_NC: tf.Tensor2D): tf.Tensor1D {
  return differentiable([logits_NC], () => {
    const name = 'SoftmaxCrossEntropyWithLogits';
    const [loss, slope] = execute(name, [attribute.type('T', 'float32')], [logits_NC, targets_NC], 2);
    if (!loss || !slope) throw new Error(`${name} gave too few outputs`);
    return {
      value: loss as tf.Tensor1D, // [N]
      saved: [slope],
      gradient: (dy, saved) => [tf.mul(tf.expandDims(dy, 1), take(saved, 0))],
    };
  });
}
