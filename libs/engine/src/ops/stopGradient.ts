import { attribute, executeOne } from '../native';
import type { tf } from '../tf';

/** The same values, float32, through which no gradient flows: what comes before counts as given. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return executeOne('Identity', [attribute.type('T', 'float32')], [x]) as T; // the same shape
}
