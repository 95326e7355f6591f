import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Uniform numbers in [0, 1) that are a function of the seed alone, drawn inside the runtime (Philox); no gradient.
 *
 * @param seed_2 [2] int32
 */
export function statelessUniform(shape: readonly number[], seed_2: tf.Tensor): tf.Tensor {
  return drawStateless('StatelessRandomUniform', shape, seed_2);
}

/** One of TensorFlow's stateless draws of float32, by its name. */
export function drawStateless(op: string, shape: readonly number[], seed_2: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const types = [attribute.type('T', 'int32'), attribute.type('Tseed', 'int32'), attribute.type('dtype', 'float32')];
    return executeOne(op, types, [tf.tensor1d([...shape], 'int32'), seed_2]);
  });
}
