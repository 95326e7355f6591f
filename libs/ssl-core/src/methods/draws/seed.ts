import type { FeedArray } from '../../augment/arrays';
import type { Rng } from '../../rng';

/** A seed for `createStepRandom`, [2] int32. */
export function drawSeed(rng: Rng): FeedArray {
  return { data: Int32Array.from({ length: 2 }, () => rng.int(2 ** 31)), shape: [2], dtype: 'int32' };
}
