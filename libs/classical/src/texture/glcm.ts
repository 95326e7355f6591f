import { requirePicture } from './requirePicture';

export type GlcmOptions = {
  /** Lengths of the offsets in pixels. */
  distances: readonly number[];
  /** Directions of the offsets in degrees: 0 points right, 90 down. */
  angles: readonly number[];
  /** Grey levels that 8-bit values are cut to: level = value * levels >> 8. */
  levels: number;
};

/** Haralick's properties of co-occurrence matrices, each [distance][angle]. */
export type GlcmFeatures = {
  contrast: number[][];
  dissimilarity: number[][];
  homogeneity: number[][];
  energy: number[][];
  correlation: number[][];
  asm: number[][];
};

/** Names of the properties, in the order in which a feature vector holds them. */
export const GLCM_PROPERTIES = [
  'contrast',
  'dissimilarity',
  'homogeneity',
  'energy',
  'correlation',
  'asm',
] as const satisfies readonly (keyof GlcmFeatures)[];

/**
 * Properties of the symmetric, normed grey level co-occurrence matrices of an 8-bit picture (R. M. Haralick et al., IEEE
 * Trans. SMC 1973), as scikit-image's `graycomatrix` and `graycoprops`. Where no two pixels lie that far apart all sums
 * are 0, and where the levels do not vary the correlation is 1, both as there.
 *
 * @param pixels values 0 to 255 row by row, [height, width]
 * @throws RangeError when the pixels do not fit the size or the levels are not 2 to 256
 */
export function glcmFeatures(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  { distances, angles, levels }: GlcmOptions,
): GlcmFeatures {
  requirePicture(pixels, width, height);
  if (!Number.isInteger(levels) || levels < 2 || levels > 256) throw new RangeError(`${levels} levels, not 2 to 256`);
  const levels_HW = new Uint8Array(pixels.length);
  // As long as the pixels.
  for (let i = 0; i < levels_HW.length; i++) levels_HW[i] = ((pixels[i] as number) * levels) >> 8;
  // Short distances round to the same offset: at 45 degrees both 1 and 2 are one pixel right and one down.
  const known = new Map<number, Record<keyof GlcmFeatures, number>>();
  const ends = findRunEnds(levels_HW, width);
  const countAt = (offset: Offset): Int32Array =>
    ends
      ? countRunPairs(levels_HW, ends, { ...offset, width, height, levels })
      : countPairs(levels_HW, width, height, { ...offset, levels });
  const propertiesAt = (distance: number, angle: number) => {
    const offset = offsetOf(distance, angle);
    const key = offset.down * 2 ** 24 + offset.right;
    const found = known.get(key) ?? propertiesOf(countAt(offset), levels);
    known.set(key, found);
    return found;
  };
  const found = distances.map((distance) => angles.map((angle) => propertiesAt(distance, angle)));
  const pick = (name: keyof GlcmFeatures) => found.map((row) => row.map((properties) => properties[name]));
  return {
    contrast: pick('contrast'),
    dissimilarity: pick('dissimilarity'),
    homogeneity: pick('homogeneity'),
    energy: pick('energy'),
    correlation: pick('correlation'),
    asm: pick('asm'),
  };
}

type Offset = { down: number; right: number };

/** Rounds halves away from zero, as scikit-image does. */
function offsetOf(distance: number, degrees: number): Offset {
  const radians = degrees * (Math.PI / 180);
  const round = (value: number) => Math.trunc(value > 0 ? value + 0.5 : value - 0.5);
  return { down: round(Math.sin(radians) * distance), right: round(Math.cos(radians) * distance) };
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

/** As `countPairs`, a stretch at a time over which neither end of the pair changes its level. */
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

/** How often a level lies at the offset from another: [levels, levels], one way only. */
function countPairs(
  levels_HW: Uint8Array,
  width: number,
  height: number,
  { down, right, levels }: Offset & { levels: number },
): Int32Array {
  const counts = new Int32Array(levels * levels);
  // Two tables in turn: equal pairs, of which a surface is full, would wait for each other's count.
  const others = new Int32Array(levels * levels);
  const [top, bottom] = [Math.max(0, -down), Math.min(height, height - down)];
  const [left, end] = [Math.max(0, -right), Math.min(width, width - right)];
  const step = down * width + right;
  for (let y = top; y < bottom; y++) {
    const stop = y * width + end;
    let at = y * width + left;
    // Four at a time: loads need not wait for counts. All are in bounds; the test of `?? 0` would take as long.
    for (; at + 3 < stop; at += 4) {
      const first = (levels_HW[at] as number) * levels + (levels_HW[at + step] as number);
      const second = (levels_HW[at + 1] as number) * levels + (levels_HW[at + 1 + step] as number);
      const third = (levels_HW[at + 2] as number) * levels + (levels_HW[at + 2 + step] as number);
      const fourth = (levels_HW[at + 3] as number) * levels + (levels_HW[at + 3 + step] as number);
      counts[first] = (counts[first] as number) + 1;
      others[second] = (others[second] as number) + 1;
      counts[third] = (counts[third] as number) + 1;
      others[fourth] = (others[fourth] as number) + 1;
    }
    for (; at < stop; at++) {
      const pair = (levels_HW[at] as number) * levels + (levels_HW[at + step] as number);
      counts[pair] = (counts[pair] as number) + 1;
    }
  }
  for (let pair = 0; pair < counts.length; pair++) counts[pair] = (counts[pair] ?? 0) + (others[pair] ?? 0);
  return counts;
}

/** Properties of the matrix and its mirror image together. */
function propertiesOf(counts: Int32Array, levels: number): Record<keyof GlcmFeatures, number> {
  // A pair and its mirror image weigh the same, so a half of the matrix holds all: shares[j <= i] of both together.
  let pairs = 0;
  for (const count of counts) pairs += count;
  const scale = pairs === 0 ? 0 : 1 / (2 * pairs);
  const marginal = new Float64Array(levels);
  const closeness = Float64Array.from({ length: levels }, (_, apart) => 1 / (1 + apart * apart));
  let [contrast, dissimilarity, homogeneity, asm] = [0, 0, 0, 0];
  for (let i = 0; i < levels; i++) {
    for (let j = 0; j <= i; j++) {
      const count = (counts[i * levels + j] ?? 0) + (counts[j * levels + i] ?? 0);
      if (count === 0) continue;
      const share = count * scale;
      const both = i === j ? share : 2 * share;
      const apart = i - j;
      contrast += both * apart * apart;
      dissimilarity += both * apart;
      homogeneity += both * (closeness[apart] ?? 0);
      asm += both * share;
      marginal[i] = (marginal[i] ?? 0) + share;
      if (i !== j) marginal[j] = (marginal[j] ?? 0) + share;
    }
  }
  let mean = 0;
  for (let i = 0; i < levels; i++) mean += i * (marginal[i] ?? 0);
  let variance = 0;
  for (let i = 0; i < levels; i++) variance += (marginal[i] ?? 0) * (i - mean) ** 2;
  // Both marginals are equal, so the contrast is twice the variance less the covariance; this way nothing cancels.
  const correlation = Math.sqrt(variance) < 1e-15 ? 1 : 1 - contrast / (2 * variance);
  return { contrast, dissimilarity, homogeneity, energy: Math.sqrt(asm), correlation, asm };
}
