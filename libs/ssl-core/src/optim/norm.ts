import { attribute, executeOne, type tf } from '@assay/engine';

/** Half the sum of the squares, which are never stored. Records no gradient. */
export function l2Loss(tensor: tf.Tensor): tf.Scalar {
  return executeOne('L2Loss', [attribute.type('T', 'float32')], [tensor]) as tf.Scalar; // a sum over all axes
}
