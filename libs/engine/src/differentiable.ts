import { tf } from './tf';

export type Differentiable<T extends tf.Tensor> = {
  value: T;
  /** What the gradient needs; it must not reach for other tensors, which tidy may have disposed by then. */
  saved: tf.Tensor[];
  /** One gradient an input, in the inputs' order and shapes. */
  gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[];
};

/** Runs `forward` as one operation of the tape, with a gradient written by hand. */
export function differentiable<T extends tf.Tensor>(inputs: tf.Tensor[], forward: () => Differentiable<T>): T {
  const operation = tf.customGrad((...given) => {
    const save = given.at(-1);
    if (typeof save !== 'function') throw new Error('customGrad gave no save function');
    const { value, saved, gradient } = forward();
    save(saved);
    // A tidy of its own: tfjs would keep every intermediate until the whole backward pass has ended.
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]) => tf.tidy(() => gradient(dy as T, kept)); // dy: value's type
    return { value, gradFunc };
  });
  // tfjs loses the type of the value that forward gave.
  return operation(...inputs) as T;
}

/** The saved tensors as a list of exactly this length. */
export function take(saved: tf.Tensor[], index: number): tf.Tensor {
  const tensor = saved[index];
  if (!tensor) throw new Error(`saved tensor ${index} of ${saved.length} is missing`);
  return tensor;
}
