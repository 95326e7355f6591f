import { tf } from '@assay/engine';
import { crossEntropy } from '../losses/crossEntropy';
import type { MethodLoss } from './method';

/**
 * Loss of a task that made its own labels, and for a curve the share of them that the largest logit found.
 *
 * Shapes: N rows, C classes.
 */
export function classification(logits_NC: tf.Tensor2D, labels_N: tf.Tensor1D): MethodLoss {
  return tf.tidy(() => {
    const isRight_N = tf.equal(tf.argMax(logits_NC, 1), labels_N);
    return {
      loss: crossEntropy(logits_NC, labels_N),
      accuracy: tf.mean<tf.Scalar>(tf.cast(isRight_N, 'float32')),
    };
  });
}
