/** One picture's map of values, rows of `width`. */
export type ValueMap = { values: Float32Array; width: number; height: number };

/** PaDiM smooths with sigma 4 at 224 pixels (arXiv 2011.08785, section IV); other sizes get the same share. */
const SIGMA_SHARE = 4 / 224;

/** Where values lie along a side of the map, in its pixels: the first one's centre, and from one to the next. */
export type Places = { first: number; step: number };

/**
 * Patch distances [h, w] as a map of `size` x `size`: bilinear, pixel centres aligned, then a Gaussian.
 *
 * @param at where the patches lie; when not given they are all of the picture, side by side
 */
export function smoothedMap(patches: ValueMap, size: number, at?: Places): ValueMap {
  return blur(enlarge(patches, size, at), size * SIGMA_SHARE);
}

export function largest(map: ValueMap): number {
  return map.values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
}

/** Grey levels of a map: 0 at or below `low`, 255 at or above `high`. */
export function greyLevels(map: ValueMap, low: number, high: number): Uint8Array {
  const range = Math.max(high - low, Number.MIN_VALUE);
  return Uint8Array.from(map.values, (value) => Math.round(Math.min(1, Math.max(0, (value - low) / range)) * 255));
}

function enlarge({ values, width, height }: ValueMap, size: number, given?: Places): ValueMap {
  const result = new Float32Array(size * size);
  const columns = places(size, width, given);
  const rows = places(size, height, given);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const at = (r: number, c: number) => values[r * width + c] ?? 0;
      const above = mix(at(row.from, column.from), at(row.from, column.to), column.share);
      const below = mix(at(row.to, column.from), at(row.to, column.to), column.share);
      result[y * size + x] = mix(above, below, row.share);
    }
  }
  return { values: result, width: size, height: size };
}

/** Between which two old pixels each new one lies. */
function places(size: number, old: number, given?: Places): { from: number; to: number; share: number }[] {
  const step = size / old;
  const at = given ?? { first: step / 2, step };
  return Array.from({ length: size }, (_, index) => {
    const position = Math.min(old - 1, Math.max(0, (index + 0.5 - at.first) / at.step));
    const from = Math.floor(position);
    return { from, to: Math.min(old - 1, from + 1), share: position - from };
  });
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** Separable Gaussian cut at 4 sigma; the border is mirrored. */
function blur({ values, width, height }: ValueMap, sigma: number): ValueMap {
  const radius = Math.ceil(4 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const pass = (source: Float32Array, length: number, step: number, other: number, otherStep: number) => {
    const result = new Float32Array(source.length);
    for (let line = 0; line < other; line++) {
      for (let i = 0; i < length; i++) {
        let total = 0;
        for (let k = -radius; k <= radius; k++) {
          const place = mirrored(i + k, length);
          total += (kernel[k + radius] ?? 0) * (source[line * otherStep + place * step] ?? 0);
        }
        result[line * otherStep + i * step] = total / sum;
      }
    }
    return result;
  };
  const across = pass(values, width, 1, height, width);
  return { values: pass(across, height, width, width, 1), width, height };
}

function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - 1 - place;
}
