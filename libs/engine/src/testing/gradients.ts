import { tf } from '../tf';

/** Inputs as a list that is surely long enough: the caller made it. */
export type Op = (inputs: [tf.Tensor, tf.Tensor, tf.Tensor]) => tf.Tensor;

/** Pads a list of one to three tensors for `Op`. */
export function three(inputs: tf.Tensor[]): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [first, second, third] = inputs;
  if (!first) throw new Error('no inputs');
  return [first, second ?? first, third ?? first];
}

/** Gradient in each input of sum(op(inputs) * direction), by the tape. */
export function tapeGradients(op: Op, inputs: tf.Tensor[], direction: tf.Tensor): Float32Array[] {
  return tf.tidy(() => {
    const gradients = tf.grads((...given) => tf.sum(tf.mul(op(three(given)), direction)))(inputs);
    return gradients.map((gradient) => Float32Array.from(gradient.dataSync()));
  });
}

/** The same by central differences of one value at a time: slow, and blind to how the op is written. */
export function differenceGradients(op: Op, inputs: tf.Tensor[], direction: tf.Tensor, step = 2e-2): Float32Array[] {
  return inputs.map((input, which) => {
    const values = Float32Array.from(input.dataSync());
    const at = (index: number, shift: number): number =>
      tf.tidy(() => {
        const moved = values.slice();
        moved[index] = (moved[index] ?? 0) + shift;
        const given = inputs.map((other, i) => (i === which ? tf.tensor(moved, input.shape) : other));
        return tf.sum(tf.mul(op(three(given)), direction)).dataSync()[0] ?? Number.NaN;
      });
    return values.map((_, index) => (at(index, step) - at(index, -step)) / (2 * step));
  });
}

/** Largest difference of two arrays over the largest entry of the second. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let largest = 1e-12;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  }
  return worst / largest;
}
