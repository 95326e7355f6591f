import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Uniform numbers in [0, 1) that are a function of the seed alone, drawn inside the runtime (Philox); no gradient.
 *
 * @param seed_2 [2] int32
 */
export function statelessUniform(shape: readonly number[], seed_2: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const types = [attribute.type('T', 'int32'), attribute.type('Tseed', 'int32'), attribute.type('dtype', 'float32')];
    return executeOne('StatelessRandomUniform', types, [tf.tensor1d([...shape], 'int32'), seed_2]);
  });
}
