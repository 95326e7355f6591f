const DIGITS = [
  { shift: 0, mask: 2047 },
  { shift: 11, mask: 2047 },
  { shift: 22, mask: 1023 },
] as const;

/** Below it the built-in sort is faster. */
const RADIX_MIN = 2048;

/** Keys in ascending order, by three passes of a radix sort. What is given is used as room to work in. */
export function sortKeys(keys: Uint32Array): Uint32Array {
  return keys.length < RADIX_MIN ? keys.sort() : sortTogether(keys, null).keys;
}

/** The same with a number that goes along with each key. */
export function sortKeysWith(keys: Uint32Array, along: Uint32Array): { keys: Uint32Array; along: Uint32Array } {
  const sorted = sortTogether(keys, along);
  return { keys: sorted.keys, along: sorted.along ?? along };
}

function sortTogether(keys: Uint32Array, along: Uint32Array | null): { keys: Uint32Array; along: Uint32Array | null } {
  let from: Columns = { keys, along };
  let to: Columns = { keys: new Uint32Array(keys.length), along: along && new Uint32Array(keys.length) };
  for (const { shift, mask } of DIGITS) {
    const offsets = new Uint32Array(mask + 1);
    for (let i = 0; i < keys.length; i++) {
      const digit = ((from.keys[i] ?? 0) >>> shift) & mask;
      offsets[digit] = (offsets[digit] ?? 0) + 1;
    }
    if (offsets.includes(keys.length)) continue;
    let offset = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const count = offsets[digit] ?? 0;
      offsets[digit] = offset;
      offset += count;
    }
    scatter({ from, to, offsets, shift, mask });
    [from, to] = [to, from];
  }
  return from;
}

type Columns = { keys: Uint32Array; along: Uint32Array | null };
type Scatter = { from: Columns; to: Columns; offsets: Uint32Array; shift: number; mask: number };

function scatter({ from, to, offsets, shift, mask }: Scatter): void {
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] ?? 0;
    const digit = (key >>> shift) & mask;
    const at = offsets[digit] ?? 0;
    offsets[digit] = at + 1;
    to.keys[at] = key;
    if (from.along && to.along) to.along[at] = from.along[i] ?? 0;
  }
}
