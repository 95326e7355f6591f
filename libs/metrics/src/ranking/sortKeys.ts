/** Tables of counts of so many bits stay in a processor's nearest memory. */
const DIGIT_BITS = 12;
/** Below it the built-in sort is faster. */
const RADIX_MIN = 2048;

/**
 * Keys in ascending order, by a radix sort of the bits in which they differ: two passes for float32 scores between
 * 0.001 and 1, three for any. What is given is used as room to work in.
 */
export function sortKeys(keys: Uint32Array): Uint32Array {
  return keys.length < RADIX_MIN ? keys.sort() : sortTogether(keys, null).keys;
}

/** The same with a number that goes along with each key. */
export function sortKeysWith(keys: Uint32Array, along: Uint32Array): { keys: Uint32Array; along: Uint32Array } {
  const sorted = sortTogether(keys, along);
  return { keys: sorted.keys, along: sorted.along ?? along };
}

type Columns = { keys: Uint32Array; along: Uint32Array | null };
type Digit = { base: number; shift: number; mask: number };

function sortTogether(keys: Uint32Array, along: Uint32Array | null): Columns {
  let from: Columns = { keys, along };
  let to: Columns = { keys: new Uint32Array(keys.length), along: along && new Uint32Array(keys.length) };
  for (const digit of digitsOf(keys)) {
    scatter({ from, to, offsets: offsetsOf(from.keys, digit), digit });
    [from, to] = [to, from];
  }
  return from;
}

/** Of what the keys are above the lowest of them. */
function digitsOf(keys: Uint32Array): Digit[] {
  let low = 2 ** 32 - 1;
  let high = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  const bits = high > low ? 32 - Math.clz32(high - low) : 0;
  const count = Math.ceil(bits / DIGIT_BITS);
  const width = Math.ceil(bits / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => ({ base: low, shift: i * width, mask: 2 ** width - 1 }));
}

/** Where the keys of each digit begin. */
function offsetsOf(keys: Uint32Array, { base, shift, mask }: Digit): Uint32Array {
  const offsets = new Uint32Array(mask + 1);
  for (let i = 0; i < keys.length; i++) {
    const digit = (((keys[i] ?? 0) - base) >>> shift) & mask;
    offsets[digit] = (offsets[digit] ?? 0) + 1;
  }
  let offset = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = offsets[digit] ?? 0;
    offsets[digit] = offset;
    offset += count;
  }
  return offsets;
}

type Scatter = { from: Columns; to: Columns; offsets: Uint32Array; digit: Digit };

function scatter({ from, to, offsets, digit: { base, shift, mask } }: Scatter): void {
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] ?? 0;
    const digit = ((key - base) >>> shift) & mask;
    const at = offsets[digit] ?? 0;
    offsets[digit] = at + 1;
    to.keys[at] = key;
    if (from.along && to.along) to.along[at] = from.along[i] ?? 0;
  }
}
