import { type Mask, requireSize } from '../picture';

/** Neighbours that hold together: the 4 with an edge in common, or also those with a corner. */
export type Connectivity = 4 | 8;

/** The number of each pixel's component from 1 on, 0 for pixels that are not meant: [height, width]. */
export type Labels = { width: number; height: number; data: Int32Array; count: number };

/**
 * The connected components of a mask, numbered in reading order of their first pixels, as scikit-image's `label` does.
 * Runs of pixels in a row are joined with those of the row above by union and find.
 *
 * @throws RangeError when the pixels do not fill the size or the connectivity is neither 4 nor 8
 */
export function labelComponents(mask: Mask, connectivity: Connectivity): Labels {
  requireSize(mask);
  if (connectivity !== 4 && connectivity !== 8) throw new RangeError(`connectivity ${connectivity}, not 4 or 8`);
  const { width, height } = mask;
  const runs = findRuns(mask);
  const parents = joinRuns(runs, height, connectivity === 8 ? 1 : 0);
  const data = new Int32Array(width * height);
  const numbers = new Int32Array(runs.count);
  let count = 0;
  for (let run = 0; run < runs.count; run++) {
    // The root is the component's first run, so it is met before the others.
    const root = rootOf(parents, run);
    if (root === run) numbers[run] = ++count;
    data.fill(numbers[root] ?? 0, runs.starts[run] ?? 0, runs.ends[run] ?? 0);
  }
  return { width, height, data, count };
}

/** Unbroken pixels of a row, as flat indices with the end excluded; `firstOf[y]` is the first run of row y. */
type Runs = { count: number; width: number; starts: Int32Array; ends: Int32Array; firstOf: Int32Array };

function findRuns({ width, height, data }: Mask): Runs {
  const most = height * Math.ceil(width / 2);
  const [starts, ends] = [new Int32Array(most), new Int32Array(most)];
  const firstOf = new Int32Array(height + 1);
  let count = 0;
  for (let y = 0; y < height; y++) {
    firstOf[y] = count;
    const end = (y + 1) * width;
    for (let i = y * width; i < end; i++) {
      if (data[i] === 0) continue;
      starts[count] = i;
      while (i < end && data[i] !== 0) i++;
      ends[count++] = i;
    }
  }
  firstOf[height] = count;
  return { count, width, starts, ends, firstOf };
}

/** @param reach columns by which a run touches others beside its own */
function joinRuns({ count, width, starts, ends, firstOf }: Runs, height: number, reach: number): Int32Array {
  const parents = Int32Array.from({ length: count }, (_, run) => run);
  for (let y = 1; y < height; y++) {
    let above = firstOf[y - 1] ?? 0;
    const aboveEnd = firstOf[y] ?? 0;
    const end = firstOf[y + 1] ?? 0;
    for (let run = aboveEnd; run < end; run++) {
      const from = (starts[run] ?? 0) - width - reach;
      const to = (ends[run] ?? 0) - width + reach;
      while (above < aboveEnd && (ends[above] ?? 0) <= from) above++;
      let touching = above;
      while (touching < aboveEnd && (starts[touching] ?? 0) < to) join(parents, touching++, run);
    }
  }
  return parents;
}

function join(parents: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(parents, a), rootOf(parents, b)];
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
}

/** Halves the way up as it goes. */
function rootOf(parents: Int32Array, run: number): number {
  let at = run;
  for (let parent = parents[at] ?? 0; parent !== at; parent = parents[at] ?? 0) {
    const grandparent = parents[parent] ?? 0;
    parents[at] = grandparent;
    at = grandparent;
  }
  return at;
}
