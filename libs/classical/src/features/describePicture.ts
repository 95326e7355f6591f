import { hog, hogLength } from '../hog';
import { gaborStatistics } from '../texture/gabor';
import { GLCM_PROPERTIES, glcmFeatures } from '../texture/glcm';
import { greyHuMoments } from '../texture/greyHuMoments';
import { intensityHistogram } from '../texture/intensityHistogram';
import { type LbpVariant, lbpHistogram, rotationInvariantCodes } from '../texture/lbp';

type Grid = { grid: number };

/** One description of a grey picture; `grid` is the number of parts a side that it is cut into, their features joined. */
export type SingleDescription =
  | { kind: 'hog'; orientations: number; cell: number }
  | ({ kind: 'lbp'; points: number; radius: number; variant: LbpVariant } & Grid)
  | ({ kind: 'glcm'; distances: readonly number[]; angles: readonly number[]; levels: number } & Grid)
  | ({ kind: 'gabor'; frequencies: readonly number[]; angles: readonly number[] } & Grid)
  | ({ kind: 'histogram'; bins: number } & Grid)
  | ({ kind: 'hu' } & Grid);

/** How a picture is described: in one way, or in several side by side. */
export type Description = SingleDescription | { kind: 'several'; parts: readonly SingleDescription[] };

type Picture = { pixels: Uint8Array; width: number; height: number };

/** Length of the description of a picture of that size; 0 where the picture is too small for it. */
export function descriptionLength(width: number, height: number, description: Description): number {
  if (description.kind === 'several') {
    const lengths = description.parts.map((part) => descriptionLength(width, height, part));
    return lengths.includes(0) ? 0 : lengths.reduce((sum, length) => sum + length, 0);
  }
  if (description.kind === 'hog') return hogLength(width, height, description);
  const { grid } = description;
  if (grid > Math.min(width, height)) return 0;
  return grid * grid * partLength(description);
}

/**
 * The features of an 8-bit grey picture: hog as `hog`; shares of patterns (lbp) and of grey values (histogram); Haralick's
 * properties (glcm: property, distance, angle); means and variances of a Gabor bank's answers (frequency, angle, statistic);
 * powers of ten of Hu's moments, with their signs turned. Parts of a grid stand row by row.
 *
 * @param pixels [height, width] row by row
 * @throws RangeError when the picture is too small for the description
 */
export function describePicture(
  pixels: Uint8Array,
  width: number,
  height: number,
  description: Description,
): Float32Array {
  const length = descriptionLength(width, height, description);
  if (length === 0) throw new RangeError(`${width} x ${height} pixels are too few for these features`);
  const features = new Float32Array(length);
  let at = 0;
  for (const single of description.kind === 'several' ? description.parts : [description]) {
    const found = describeOnce({ pixels, width, height }, single);
    features.set(found, at);
    at += found.length;
  }
  return features;
}

function describeOnce({ pixels, width, height }: Picture, description: SingleDescription): ArrayLike<number> {
  if (description.kind === 'hog') return hog(pixels, width, height, description);
  if (description.grid === 1) return describePart({ pixels, width, height }, description);
  return partsOf({ pixels, width, height }, description.grid).flatMap((part) =>
    Array.from(describePart(part, description)),
  );
}

type Gridded = Exclude<SingleDescription, { kind: 'hog' }>;

function partLength(description: Gridded): number {
  switch (description.kind) {
    case 'lbp':
      return description.variant === 'uniform'
        ? description.points + 2
        : rotationInvariantCodes(description.points).length;
    case 'glcm':
      return GLCM_PROPERTIES.length * description.distances.length * description.angles.length;
    case 'gabor':
      return 4 * description.frequencies.length * description.angles.length;
    case 'histogram':
      return description.bins;
    case 'hu':
      return 7;
  }
}

function describePart({ pixels, width, height }: Picture, description: Gridded): ArrayLike<number> {
  switch (description.kind) {
    case 'lbp':
      return sharesOf(lbpHistogram(pixels, width, height, description), pixels.length);
    case 'glcm': {
      const found = glcmFeatures(pixels, width, height, description);
      return GLCM_PROPERTIES.flatMap((property) => found[property].flat());
    }
    case 'gabor':
      return gaborStatistics(pixels, width, height, description)
        .flat()
        .flatMap(({ meanReal, varReal, meanMagnitude, varMagnitude }) => [
          meanReal,
          varReal,
          meanMagnitude,
          varMagnitude,
        ]);
    case 'histogram':
      return sharesOf(intensityHistogram(pixels, description), pixels.length);
    case 'hu':
      return greyHuMoments(pixels, width, height).map(magnitudeOf);
  }
}

/** Moments span many powers of ten; their sign stays. */
function magnitudeOf(moment: number): number {
  return moment === 0 ? 0 : -Math.sign(moment) * Math.log10(Math.abs(moment));
}

function sharesOf(counts: ArrayLike<number>, total: number): Float64Array {
  return Float64Array.from(counts, (count) => count / total);
}

/** Parts of equal size up to a pixel, row by row. */
function partsOf(picture: Picture, grid: number): Picture[] {
  const edges = (length: number) => Array.from({ length: grid + 1 }, (_, i) => Math.floor((i * length) / grid));
  const [rows, columns] = [edges(picture.height), edges(picture.width)];
  return Array.from({ length: grid * grid }, (_, part) => {
    const [row, column] = [Math.floor(part / grid), part % grid];
    const [top, bottom] = [rows[row] ?? 0, rows[row + 1] ?? 0];
    const [left, right] = [columns[column] ?? 0, columns[column + 1] ?? 0];
    return cutOut(picture, { top, left, width: right - left, height: bottom - top });
  });
}

/** A rectangle of the picture. */
export function cutOut(
  { pixels, width: stride }: Picture,
  { top, left, width, height }: { top: number; left: number; width: number; height: number },
): Picture {
  const cut = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * stride + left;
    cut.set(pixels.subarray(from, from + width), y * width);
  }
  return { pixels: cut, width, height };
}
