import { countLevelPairs, type Offset } from './levelPairs';
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
  const offsets = distances.map((distance) => angles.map((angle) => offsetOf(distance, angle)));
  // Short distances round to the same offset: at 45 degrees both 1 and 2 are one pixel right and one down.
  const distinct = new Map(offsets.flat().map((offset) => [keyOf(offset), offset]));
  const counts = countLevelPairs({ pixels, width, height, levels }, [...distinct.values()]);
  const known = new Map(
    [...distinct.keys()].map((key, i) => [key, propertiesOf(counts[i] ?? new Int32Array(0), levels)]),
  );
  const found = offsets.map((row) =>
    row.map((offset) => known.get(keyOf(offset)) ?? propertiesOf(new Int32Array(0), levels)),
  );
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

/** Rounds halves away from zero, as scikit-image does; turned so that it points down, since a pair has two ends. */
function offsetOf(distance: number, degrees: number): Offset {
  const radians = degrees * (Math.PI / 180);
  // Adding 0 makes -0 an ordinary 0.
  const round = (value: number) => Math.trunc(value > 0 ? value + 0.5 : value - 0.5) + 0;
  const [down, right] = [round(Math.sin(radians) * distance), round(Math.cos(radians) * distance)];
  return down < 0 || (down === 0 && right < 0) ? { down: -down, right: -right } : { down, right };
}

function keyOf({ down, right }: Offset): number {
  return down * 2 ** 24 + right;
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
