const SIGN = 0x80000000;
/** Its bits; those above are NaN. */
const INFINITY = 0x7f800000;
const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * Whole numbers from 0 below 2^32 in the order of the float32 values, so that scores can be counted and sorted by their
 * bits. Both zeros have the same key.
 *
 * @throws RangeError on NaN, with its pixel
 */
export function floatKeys(values: Float32Array): Uint32Array {
  // A copy, since a view of someone's bytes may not lie on a multiple of four.
  const keys = new Uint32Array(values.slice().buffer);
  for (let i = 0; i < keys.length; i++) {
    const word = keys[i] ?? 0;
    if ((word & ~SIGN) > INFINITY) throw new RangeError(`pixel ${i}: the score is NaN`);
    keys[i] = keyOfBits(word);
  }
  return keys;
}

/** Negative numbers fall as their bits rise; -0 becomes 0. */
function keyOfBits(word: number): number {
  if (word >= SIGN) return word === SIGN ? SIGN : ~word >>> 0;
  return (word | SIGN) >>> 0;
}

/** The value of a key. */
export function floatOfKey(key: number): number {
  bits[0] = key >= SIGN ? key ^ SIGN : ~key;
  return float[0] ?? 0;
}
