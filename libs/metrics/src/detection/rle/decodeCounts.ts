/** Characters 48 to 111 hold six bits: five of the number and one that says whether more follow. */
const FIRST = 48;
const MORE = 0x20;
const SIGN = 0x10;
/** A run is at most 2^32 - 1, which with its sign takes seven characters. */
const CHARACTERS_MAX = 7;

/**
 * The runs of COCO's compressed RLE: each a variable number of six-bit characters, from the fourth on as the difference
 * to the run two before.
 *
 * @throws RangeError that says which character or run is at fault
 */
export function decodeCounts(text: string): Uint32Array {
  const counts = new Uint32Array(text.length);
  let length = 0;
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let digits = 0;
    let hasMore = true;
    while (hasMore) {
      const code = text.charCodeAt(at) - FIRST;
      if (at >= text.length) throw new RangeError(`cut off within run ${length}`);
      if (code < 0 || code > 63) {
        throw new RangeError(`character ${at}, ${JSON.stringify(text[at])}, is none of a compressed RLE`);
      }
      // Beyond 32 bits the shift operators would wrap round.
      value += (code & 0x1f) * 32 ** digits;
      hasMore = (code & MORE) !== 0;
      at++;
      digits++;
      if (!hasMore && code & SIGN) value -= 32 ** digits;
      if (digits > CHARACTERS_MAX) throw new RangeError(`run ${length} is too long for any picture`);
    }
    if (length > 2) value += counts[length - 2] ?? 0;
    if (value < 0) throw new RangeError(`run ${length} is ${value}, below 0`);
    if (value >= 2 ** 32) throw new RangeError(`run ${length} is too long for any picture`);
    counts[length++] = value;
  }
  return counts.slice(0, length);
}

/** The same runs as text. */
export function encodeCounts(counts: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < counts.length; i++) {
    let value = (counts[i] ?? 0) - (i > 2 ? (counts[i - 2] ?? 0) : 0);
    let hasMore = true;
    while (hasMore) {
      const digit = value & 0x1f;
      value = Math.floor(value / 32);
      hasMore = digit & SIGN ? value !== -1 : value !== 0;
      text += String.fromCharCode((hasMore ? digit | MORE : digit) + FIRST);
    }
  }
  return text;
}
