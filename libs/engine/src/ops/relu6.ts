import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import type { tf } from '../tf';

/** min(max(x, 0), 6), any shape (MobileNet, arXiv 1704.04861). The gradient is 0 at 0 and at 6, as PyTorch's. */
export function relu6<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const y = executeOne('Relu6', [attribute.type('T', 'float32')], [x]);
    return {
      value: y as T, // same shape as x
      saved: [y],
      gradient: (dy, saved) => [executeOne('Relu6Grad', [attribute.type('T', 'float32')], [dy, take(saved, 0)])],
    };
  });
}
