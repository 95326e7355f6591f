import { eagerBackend } from '../../graph/binding';
import type { tf } from '../../tf';
import { fastConv2d } from './fastConv2d';
import { planFastConvolution } from './plan';

let isOff = false;

/** Every convolution as TensorFlow's own while `run` runs: for counting what a model multiplies, whatever computes it. */
export function withPlainConvolutions<T>(run: () => T): T {
  const before = isOff;
  isOff = true;
  try {
    return run();
  } finally {
    isOff = before;
  }
}

type Filtered = { x: tf.Tensor4D; w: tf.Tensor4D; stride: number; padding: number };

/**
 * The convolution with few multiplications where it is faster: 3 x 3 filters with padding 1, many channels, on a
 * processor. A GPU's library has its own. In a program of bfloat16 too its products are float32: the sums that it makes
 * beforehand need the digits, and it is faster than the plain way in the short format.
 *
 * @param plain TensorFlow's convolution
 * @returns undefined where the plain one is faster throughout
 */
export function convolveFast({ x, w, stride, padding }: Filtered, plain: () => tf.Tensor4D): tf.Tensor4D | undefined {
  const [rows, columns, inputs, outputs] = w.shape;
  if (isOff) return undefined;
  if (rows !== 3 || columns !== 3 || padding !== 1 || (stride !== 1 && stride !== 2)) return undefined;
  if (eagerBackend().binding.isUsingGpuDevice()) return undefined;

  const [count, height, width] = x.shape;
  const { isForwardFast, isGradientFast } = planFastConvolution({ count, height, width, inputs, outputs, stride });
  if (!isGradientFast) return undefined;
  return fastConv2d(x, w, isForwardFast ? { stride } : { stride, forward: plain });
}
