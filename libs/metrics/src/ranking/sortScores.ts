/** Below it the built-in sort is faster than three passes over tables of counts. */
const RADIX_MIN = 4096;
/** Up to here a run is sorted by insertion. */
const INSERTION_MAX = 24;
const DIGITS = [
  { shift: 0, bits: 10 },
  { shift: 10, bits: 11 },
  { shift: 21, bits: 11 },
] as const;
/** Which of a number's two words holds sign and exponent. */
const HIGH = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/**
 * Numbers in ascending order, in a new array. Three passes of a radix sort over the upper words (sign, exponent, 20 bits of
 * the fraction); numbers that agree in them, mostly none or a few, are put in order by the rest. Zeros lose their sign,
 * so that equal numbers are equal bits.
 *
 * @param values no NaN
 */
export function sortScores(values: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(values.length);
  for (let i = 0; i < copy.length; i++) copy[i] = (values[i] ?? 0) + 0;
  return sortInPlace(copy);
}

/** The same without keeping what was given. @param values no NaN and no negative zero */
export function sortInPlace(values: Float64Array): Float64Array {
  if (values.length < RADIX_MIN) return values.sort();
  const sorted = sortByHighWord(values);
  reverseNegatives(sorted);
  sortRuns(sorted);
  return sorted;
}

function sortByHighWord(values: Float64Array): Float64Array {
  let from = values;
  let to: Float64Array = new Float64Array(values.length);
  const tables = countDigits(values);
  DIGITS.forEach(({ shift, bits }, pass) => {
    const table = tables[pass];
    if (!table || isOneDigit(table, values.length)) return;
    toOffsets(table);
    scatter({ from, to, table, shift, mask: 2 ** bits - 1 });
    [from, to] = [to, from];
  });
  return from;
}

function countDigits(values: Float64Array): Uint32Array[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const low = new Uint32Array(1024);
  const middle = new Uint32Array(2048);
  const high = new Uint32Array(2048);
  for (let i = HIGH; i < words.length; i += 2) {
    const word = words[i] ?? 0;
    // A table's index is never out of bounds: its length covers the digit.
    low[word & 1023] = (low[word & 1023] ?? 0) + 1;
    middle[(word >>> 10) & 2047] = (middle[(word >>> 10) & 2047] ?? 0) + 1;
    high[word >>> 21] = (high[word >>> 21] ?? 0) + 1;
  }
  return [low, middle, high];
}

function isOneDigit(table: Uint32Array, count: number): boolean {
  return table.includes(count);
}

function toOffsets(table: Uint32Array): void {
  let offset = 0;
  for (let digit = 0; digit < table.length; digit++) {
    const count = table[digit] ?? 0;
    table[digit] = offset;
    offset += count;
  }
}

type Scatter = { from: Float64Array; to: Float64Array; table: Uint32Array; shift: number; mask: number };

function scatter({ from, to, table, shift, mask }: Scatter): void {
  const words = new Uint32Array(from.buffer, from.byteOffset, 2 * from.length);
  for (let i = 0; i < from.length; i++) {
    const digit = ((words[2 * i + HIGH] ?? 0) >>> shift) & mask;
    const at = table[digit] ?? 0;
    table[digit] = at + 1;
    to[at] = from[i] ?? 0;
  }
}

/** As bare bits, negative numbers come last and the smallest of them at the end. */
function reverseNegatives(values: Float64Array): void {
  let positives = 0;
  while (positives < values.length && (values[positives] ?? 0) >= 0) positives++;
  if (positives === values.length) return;
  const negatives = values.slice(positives).reverse();
  values.copyWithin(negatives.length, 0, positives);
  values.set(negatives);
}

/** Puts in order what shares an upper word. */
function sortRuns(values: Float64Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let start = 0; start < values.length; ) {
    const word = words[2 * start + HIGH];
    let end = start + 1;
    let isSorted = true;
    while (end < values.length && words[2 * end + HIGH] === word) {
      if ((values[end] ?? 0) < (values[end - 1] ?? 0)) isSorted = false;
      end++;
    }
    if (!isSorted) {
      if (end - start <= INSERTION_MAX) insertionSort(values, start, end);
      else values.subarray(start, end).sort();
    }
    start = end;
  }
}

function insertionSort(values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const value = values[i] ?? 0;
    let at = i - 1;
    while (at >= start && (values[at] ?? 0) > value) {
      values[at + 1] = values[at] ?? 0;
      at--;
    }
    values[at + 1] = value;
  }
}
