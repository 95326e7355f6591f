import { differentiable } from '../differentiable';
import { attribute, execute } from '../native';
import { tf } from '../tf';

export type BatchNormOutput = {
  /** [N, H, W, C] */
  y: tf.Tensor4D;
  /** [C], of this batch; no gradient flows through it. */
  mean: tf.Tensor1D;
  /** [C], unbiased (divided by N * H * W - 1), as running statistics want it; no gradient flows through it. */
  variance: tf.Tensor1D;
};

/**
 * Batch normalisation in training (arXiv 1502.03167): each channel by the batch's own mean and biased variance.
 * TensorFlow's fused operation and its fused gradient.
 *
 * @param x_NHWC [N, H, W, C]
 * @param scale_C [C]
 * @param offset_C [C]
 */
export function batchNorm(
  x_NHWC: tf.Tensor4D,
  scale_C: tf.Tensor1D,
  offset_C: tf.Tensor1D,
  epsilon: number,
): BatchNormOutput {
  return tf.tidy(() => {
    const none = tf.tensor1d([], 'float32');
    const inputs = [x_NHWC, scale_C, offset_C, none, none];
    // Outside of the tape's operation, which has one output.
    const outputs = execute('FusedBatchNormV3', trainingAttributes(epsilon, true), inputs, 6);
    const [value, mean, variance, ...reserved] = outputs;
    if (!value || !mean || !variance) throw new Error('FusedBatchNormV3 gave too few outputs');
    const y = differentiable([x_NHWC, scale_C, offset_C], () => ({
      value: value as tf.Tensor4D, // FusedBatchNormV3 keeps the shape
      saved: [x_NHWC, scale_C, ...reserved],
      gradient: (dy, saved) =>
        execute('FusedBatchNormGradV3', trainingAttributes(epsilon, false), [dy, ...saved], 5).slice(0, 3),
    }));
    return { y, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D }; // [C]
  });
}

function trainingAttributes(epsilon: number, isForward: boolean) {
  return [
    attribute.type('T', 'float32'),
    attribute.type('U', 'float32'),
    attribute.float('epsilon', epsilon),
    ...(isForward ? [attribute.float('exponential_avg_factor', 1)] : []),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', true),
  ];
}
