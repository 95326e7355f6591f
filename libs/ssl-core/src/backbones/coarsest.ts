import type { tf } from '@assay/engine';

/** The last of a backbone's maps. */
export function coarsest(maps: readonly tf.Tensor4D[]): tf.Tensor4D {
  const last = maps.at(-1);
  if (!last) throw new Error('a backbone without stages');
  return last;
}
