import { tf } from '@assay/engine';

export type CrossEntropyOptions = {
  /** Share of each target that is spread evenly over all classes, in [0, 1). */
  labelSmoothing?: number;
  /** Weight of each class; the mean is weighted too, so weights need not sum to anything. */
  classWeights_C?: tf.Tensor1D | undefined;
};

/**
 * Cross-entropy of logits, as PyTorch's `CrossEntropyLoss` (mean reduction) with its label smoothing and class weights.
 *
 * Shapes: N pictures, C classes.
 *
 * @param logits_NC before the softmax
 * @param labels_N int32, each in [0, C)
 */
export function crossEntropy(
  logits_NC: tf.Tensor2D,
  labels_N: tf.Tensor1D,
  { labelSmoothing = 0, classWeights_C }: CrossEntropyOptions = {},
): tf.Scalar {
  const [count, classes] = logits_NC.shape;
  return tf.tidy(() => {
    const truth_NC = tf.cast(tf.oneHot(labels_N, classes), 'float32');
    const target_NC = tf.add(tf.mul(truth_NC, 1 - labelSmoothing), labelSmoothing / classes);
    const loss_NC = tf.neg(tf.mul(target_NC, tf.logSoftmax(logits_NC)));
    if (!classWeights_C) return tf.div<tf.Scalar>(tf.sum(loss_NC), count);
    const total = tf.sum(tf.mul(truth_NC, classWeights_C));
    return tf.div<tf.Scalar>(tf.sum(tf.mul(loss_NC, classWeights_C)), total);
  });
}

/**
 * Weights that make every class count the same: N / (C * its count), as scikit-learn's `balanced`. A class without a
 * picture gets 0.
 */
export function balancedClassWeights(labels: ArrayLike<number>, classes: number): Float32Array {
  const counts = new Float32Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? -1;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts.map((count) => (count > 0 ? labels.length / (classes * count) : 0));
}
