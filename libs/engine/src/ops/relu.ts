import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import type { tf } from '../tf';

/** max(x, 0), any shape. tfjs's own gradient takes three operations where TensorFlow has one. */
export function relu<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const y = executeOne('Relu', [attribute.type('T', 'float32')], [x]);
    return {
      value: y as T, // same shape as x
      saved: [y],
      gradient: (dy, saved) => [executeOne('ReluGrad', [attribute.type('T', 'float32')], [dy, take(saved, 0)])],
    };
  });
}
