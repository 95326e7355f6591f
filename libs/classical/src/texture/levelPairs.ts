/** From one pixel of a pair to the other; never upwards. */
export type Offset = { down: number; right: number };

type Levels = { levels_HW: Uint8Array; width: number; height: number; levels: number };

/**
 * How often a grey level (value * levels >> 8) lies at each offset from another: [offsets][levels, levels], one way only.
 *
 * @param pixels values 0 to 255, [height, width]
 */
export function countLevelPairs(
  { pixels, width, height, levels }: { pixels: ArrayLike<number>; width: number; height: number; levels: number },
  offsets: readonly Offset[],
): Int32Array[] {
  const levels_HW = new Uint8Array(width * height);
  // As long as the pixels.
  for (let i = 0; i < levels_HW.length; i++) levels_HW[i] = ((pixels[i] as number) * levels) >> 8;
  const picture = { levels_HW, width, height, levels };
  const ends = findRunEnds(levels_HW, width);
  if (ends) return offsets.map((offset) => countRunPairs(levels_HW, ends, { ...offset, width, height, levels }));
  return countPixelPairs(picture, offsets);
}

/** Share of pixels at which a new run begins in its row up to which counting whole runs is faster than pixels. */
const RUNS_SHARE = 0.06;
/** One row in so many tells how long runs are. */
const ROWS_SKIPPED = 8;

/** For each pixel the first one after it in its row that has another level, or nothing where such runs are short. */
function findRunEnds(levels_HW: Uint8Array, width: number): Int32Array | undefined {
  let [runs, seen] = [0, 0];
  for (let row = 0; row < levels_HW.length; row += ROWS_SKIPPED * width) {
    for (let i = row + 1; i < row + width; i++) if (levels_HW[i] !== levels_HW[i - 1]) runs++;
    seen += width;
  }
  if (runs > RUNS_SHARE * seen) return undefined;
  const ends = new Int32Array(levels_HW.length);
  for (let row = 0; row < levels_HW.length; row += width) {
    let [end, level] = [row + width, -1];
    for (let i = row + width - 1; i >= row; i--) {
      const own = levels_HW[i] as number; // in bounds
      if (own !== level) {
        end = i + 1;
        level = own;
      }
      ends[i] = end;
    }
  }
  return ends;
}

/** Counts a stretch at a time over which neither end of the pair changes its level. */
function countRunPairs(
  levels_HW: Uint8Array,
  ends: Int32Array,
  { width, height, down, right, levels }: Offset & { width: number; height: number; levels: number },
): Int32Array {
  const counts = new Int32Array(levels * levels);
  const [left, end] = [Math.max(0, -right), Math.min(width, width - right)];
  const step = down * width + right;
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    const stop = y * width + end;
    for (let at = y * width + left; at < stop; ) {
      const pair = (levels_HW[at] as number) * levels + (levels_HW[at + step] as number); // in bounds, as the ends
      const next = Math.min(stop, ends[at] as number, (ends[at + step] as number) - step);
      counts[pair] = (counts[pair] as number) + next - at;
      at = next;
    }
  }
  return counts;
}

/** Counts pixel by pixel, three offsets at a time: counts of equal pairs would wait for each other. */
function countPixelPairs({ levels_HW, width, height, levels }: Levels, offsets: readonly Offset[]): Int32Array[] {
  const tables = offsets.map(() => new Int32Array(levels * (levels + 1)));
  const inside = offsets.flatMap(({ down, right }, i) =>
    down < height && Math.abs(right) < width ? [{ down, right, table: tables[i] }] : [],
  );
  const aside = Math.max(0, ...inside.map(({ right }) => Math.abs(right)));
  const below = Math.max(0, ...inside.map(({ down }) => down));
  // A margin of a level more on the right, which is the next row's left, and below: no pair needs a test.
  const stride = width + aside;
  const size = aside + stride * (height + below) + aside;
  const padded = (levels < 256 ? new Uint8Array(size) : new Uint16Array(size)).fill(levels);
  for (let y = 0; y < height; y++) padded.set(levels_HW.subarray(y * width, (y + 1) * width), aside + y * stride);
  for (let i = 0; i < inside.length; i += 3) {
    const [a, b, c] = [inside[i], inside[i + 1], inside[i + 2]].map((place) => ({
      table: place?.table ?? new Int32Array(levels * (levels + 1)),
      step: place ? place.down * stride + place.right : 0,
    }));
    if (!a || !b || !c) continue;
    for (let y = 0; y < height; y++)
      countRow(padded, { from: aside + y * stride, width, rowLength: levels + 1 }, [a, b, c]);
  }
  // Without the column of the margin.
  return tables.map((table) => {
    const counts = new Int32Array(levels * levels);
    for (let i = 0; i < levels; i++)
      counts.set(table.subarray(i * (levels + 1), i * (levels + 1) + levels), i * levels);
    return counts;
  });
}

type Target = { table: Int32Array; step: number };

function countRow(
  padded: Uint8Array | Uint16Array,
  { from, width, rowLength }: { from: number; width: number; rowLength: number },
  [a, b, c]: readonly [Target, Target, Target],
): void {
  const [first, second, third] = [a.table, b.table, c.table];
  const [stepA, stepB, stepC] = [a.step, b.step, c.step];
  const end = from + width;
  // All are in bounds by the margin, and `| 0` spares tests for numbers beyond 32 bits: both would take as long.
  for (let at = from | 0; at < end; at = (at + 1) | 0) {
    const row = Math.imul(padded[at] as number, rowLength);
    const placeA = (row + (padded[at + stepA] as number)) | 0;
    const placeB = (row + (padded[at + stepB] as number)) | 0;
    const placeC = (row + (padded[at + stepC] as number)) | 0;
    first[placeA] = ((first[placeA] as number) + 1) | 0;
    second[placeB] = ((second[placeB] as number) + 1) | 0;
    third[placeC] = ((third[placeC] as number) + 1) | 0;
  }
}
