import type { tf } from '@assay/engine';
import type { FeedArray, Parameter, Rng } from '@assay/ssl-core';

/** A model with its loss, ready to be trained. */
export interface Work {
  /** All parameters that learn, and the running statistics beside them. */
  readonly parameters: readonly Parameter[];
  /** Variables that a step changes besides, such as a teacher's weights. */
  readonly others: readonly tf.Variable[];
  /** What a step is fed; drawn anew where a real step would draw it. */
  feeds(): Record<string, FeedArray>;
  /** Further inputs of the loss that no gradient flows through. */
  targets?(inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor>;
  loss(inputs: Record<string, tf.Tensor>): tf.Scalar;
  /** What follows the optimizer's step. */
  afterUpdate?(): void;
}

export type WorkInput = { batch: number; rng: Rng };

/** Standard normal pictures. */
export function randomPictures(rng: Rng, count: number, side: number): FeedArray {
  const shape = [count, side, side, 3];
  return { data: Float32Array.from({ length: count * side * side * 3 }, rng.normal), shape, dtype: 'float32' };
}

/** Whole numbers in [0, limit). */
export function randomIndices(rng: Rng, shape: number[], limit: number): FeedArray {
  const count = shape.reduce((product, side) => product * side, 1);
  return { data: Int32Array.from({ length: count }, () => rng.int(limit)), shape, dtype: 'int32' };
}

export function input<T extends tf.Tensor>(inputs: Record<string, tf.Tensor>, name: string): T {
  const tensor = inputs[name];
  if (!tensor) throw new Error(`the step was fed no ${name}`);
  return tensor as T; // of the shape that `feeds` gave it
}
