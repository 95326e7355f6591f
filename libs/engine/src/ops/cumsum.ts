import { differentiable } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

export type CumsumOptions = {
  /** -1, the last one, when not given. */
  axis?: number;
  /** Whether an entry leaves itself out of its sum. */
  exclusive?: boolean;
  /** Whether sums run from the end. */
  reverse?: boolean;
};

/** Running sums along an axis. tfjs's own gradient is wrong for other axes than the last. Any shape. */
export function cumsum<T extends tf.Tensor>(x: T, options: CumsumOptions = {}): T {
  const { axis = -1, exclusive = false, reverse = false } = options;
  return differentiable([x], () => ({
    value: run(x, { axis, exclusive, reverse }) as T, // same shape as x
    saved: [],
    gradient: (dy) => [run(dy, { axis, exclusive, reverse: !reverse })],
  }));
}

function run(x: tf.Tensor, { axis, exclusive, reverse }: Required<CumsumOptions>): tf.Tensor {
  const attributes = [
    attribute.type('T', 'float32'),
    attribute.type('Tidx', 'int32'),
    attribute.bool('exclusive', exclusive),
    attribute.bool('reverse', reverse),
  ];
  return executeOne('Cumsum', attributes, [x, tf.scalar(axis, 'int32')]);
}
