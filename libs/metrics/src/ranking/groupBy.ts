/**
 * The entries of `order` sorted by their key, those of one key in the order in which they stood, and where each key's
 * begin: key k's are `order[start[k] … start[k + 1] - 1]` (a counting sort).
 *
 * @param keyOf the key of each index, from 0 below `keys`
 */
export function groupBy(
  order: ArrayLike<number>,
  keyOf: ArrayLike<number>,
  keys: number,
): { order: Uint32Array; start: Uint32Array } {
  const start = new Uint32Array(keys + 1);
  for (let i = 0; i < order.length; i++) {
    const key = keyOf[order[i] ?? 0] ?? 0;
    start[key + 1] = (start[key + 1] ?? 0) + 1;
  }
  for (let key = 0; key < keys; key++) start[key + 1] = (start[key + 1] ?? 0) + (start[key] ?? 0);
  const next = start.slice();
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const index = order[i] ?? 0;
    const key = keyOf[index] ?? 0;
    const at = next[key] ?? 0;
    sorted[at] = index;
    next[key] = at + 1;
  }
  return { order: sorted, start };
}

/** The numbers 0 to `count` - 1. */
export function indices(count: number): Uint32Array {
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  return all;
}

/** The entries of a column in an order. */
export function pick(column: ArrayLike<number>, order: Uint32Array): Uint32Array {
  const picked = new Uint32Array(order.length);
  for (let i = 0; i < picked.length; i++) picked[i] = column[order[i] ?? 0] ?? 0;
  return picked;
}
