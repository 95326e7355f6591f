/** Numbers from 0 up to below 1; equal seeds give equal ones. */
export function createNumbers(seed: number): () => number {
  let state = seed;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A damaged copy: bits turned, parts overwritten, doubled, cut out, cut off, or lengths set to extremes. */
export function mutate(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const place = () => Math.floor(random() * copy.length);
  const kind = Math.floor(random() * 7);
  if (kind === 0) return copy.subarray(0, place());
  if (kind === 1) return Buffer.concat([copy.subarray(0, place()), copy.subarray(place())]);
  if (kind === 2) {
    const width = [1, 2, 4, 8][Math.floor(random() * 4)] ?? 1;
    const at = Math.max(0, place() - width);
    copy.fill(random() < 0.5 ? 0xff : 0x7f, at, at + width);
    return copy;
  }
  if (kind === 3) {
    copy.copy(copy, place(), place(), place());
    return copy;
  }
  if (kind === 4) return Buffer.concat([copy, copy.subarray(place())]);
  const flips = kind === 5 ? 1 : 1 + Math.floor(random() * 16);
  for (let i = 0; i < flips; i++) {
    const at = place();
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}
