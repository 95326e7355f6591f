import { differentiable, take } from '../differentiable';
import { type Attribute, attribute, execute } from '../native';
import { tf } from '../tf';

/**
 * Cross-entropy of each row, computed with its gradient in one operation. No gradient flows into the targets.
 *
 * @param logits_NC [N, C]
 * @param targets_NC [N, C], each row sums to 1
 * @returns [N]
 */
export function softmaxCrossEntropy(logits_NC: tf.Tensor2D, targets_NC: tf.Tensor2D): tf.Tensor1D {
  return crossEntropy('SoftmaxCrossEntropyWithLogits', [attribute.type('T', 'float32')], [logits_NC, targets_NC]);
}

/**
 * The same for targets that are one class each.
 *
 * @param logits_NC [N, C]
 * @param labels_N [N] int32, each in [0, C); another one is an error on a CPU, and gives NaN on a GPU
 * @returns [N]
 */
export function sparseSoftmaxCrossEntropy(logits_NC: tf.Tensor2D, labels_N: tf.Tensor1D): tf.Tensor1D {
  const types = [attribute.type('T', 'float32'), attribute.type('Tlabels', 'int32')];
  return crossEntropy('SparseSoftmaxCrossEntropyWithLogits', types, [logits_NC, labels_N]);
}

type Inputs = [logits: tf.Tensor2D, targets: tf.Tensor];

function crossEntropy(name: string, attributes: Attribute[], inputs: Inputs): tf.Tensor1D {
  return differentiable([inputs[0]], () => {
    const [loss, slope] = execute(name, attributes, inputs, 2);
    if (!loss || !slope) throw new Error(`${name} gave too few outputs`);
    return {
      value: loss as tf.Tensor1D, // [N]
      saved: [slope],
      gradient: (dy, saved) => [tf.mul(tf.expandDims(dy, 1), take(saved, 0))],
    };
  });
}
