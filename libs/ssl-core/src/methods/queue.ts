import { gather, normalise, tf } from '@assay/engine';
import type { Initialiser } from '../layers/initialisers';
import type { Scope } from '../layers/parameters';
import { setValue } from '../optim/inPlace';

/** Keys of earlier steps, the oldest of which are replaced by each step's. */
export interface Queue {
  /** What it holds now, [K, D], rows of length 1. */
  readonly keys_KD: tf.Variable<tf.Rank.R2>;
  /** Where the next key goes. */
  readonly pointer: tf.Variable<tf.Rank.R1>;
  /** Replaces the oldest keys. @throws Error when there are more than it holds */
  enqueue(key_ND: tf.Tensor2D): void;
}

/**
 * A ring of K keys and the place of its oldest one, as `queue` and `queue_ptr` of MoCo's `builder.py`; it starts with
 * random directions. There the batch has to divide K, here a batch may go round the end.
 *
 * Shapes: N new keys, K keys in the queue, D width of a key.
 */
export function createQueue(scope: Scope, length: number, width: number): Queue {
  const fixed = { isTrainable: false };
  const init: Initialiser = ({ rng }) => {
    const values = Float32Array.from({ length: length * width }, () => rng.normal());
    return tf.tidy(() => Float32Array.from(normalise(tf.tensor2d(values, [length, width])).dataSync()));
  };
  const keys_KD = scope.parameter<tf.Rank.R2>({ ...fixed, name: 'queue', shape: [length, width], init });
  // As a float, like every parameter: exact up to 16 million.
  const pointer = scope.parameter<tf.Rank.R1>({
    ...fixed,
    name: 'queue_ptr',
    shape: [1],
    init: () => new Float32Array(1),
  });
  return {
    keys_KD,
    pointer,
    enqueue(key_ND) {
      const count = key_ND.shape[0];
      if (count > length) throw new Error(`moco: a queue of ${length} cannot take the ${count} keys of a step`);
      tf.tidy(() => {
        const behind_K = tf.sub(tf.range(0, length, 1, 'float32'), pointer);
        const age_K = tf.add(behind_K, tf.mul(tf.cast(tf.less(behind_K, 0), 'float32'), length));
        const isNew_K1 = tf.expandDims(tf.less(age_K, count), 1);
        const place_K = tf.cast(tf.minimum(age_K, count - 1), 'int32') as tf.Tensor1D; // the rank is kept
        setValue(keys_KD, tf.where(isNew_K1, gather(key_ND, place_K), keys_KD));
        const next = tf.add(pointer, count);
        setValue(pointer, tf.sub(next, tf.mul(tf.cast(tf.greaterEqual(next, length), 'float32'), length)));
      });
    },
  };
}
