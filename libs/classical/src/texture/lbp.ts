import { requirePicture } from './requirePicture';

export type LbpVariant = 'uniform' | 'rotationInvariant';

export type LbpOptions = {
  /** Neighbours on the circle, 2 to 24. */
  points: number;
  /** Of the circle in pixels. */
  radius: number;
  /**
   * `uniform` counts the ones of a pattern with at most two changes and gives all others the code P + 1;
   * `rotationInvariant` is the smallest of a pattern's rotations.
   */
  variant?: LbpVariant;
};

/** Most points of which each pattern's smallest rotation is listed. */
const MAX_LISTED_POINTS = 16;

/**
 * How often each local binary pattern occurs in a picture (T. Ojala et al., IEEE Trans. PAMI 2002): counts of the codes of
 * `lbpCodes`, of the uniform ones [P + 2], of the rotation-invariant ones one for each of `rotationInvariantCodes(P)`.
 */
export function lbpHistogram(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  options: LbpOptions,
): Int32Array {
  const codes = lbpCodes(pixels, width, height, options);
  const { points, variant = 'uniform' } = options;
  const listed = variant === 'uniform' ? undefined : rotationInvariantCodes(points);
  const histogram = new Int32Array(listed?.length ?? points + 2);
  const places = listed && new Uint16Array(1 << points);
  listed?.forEach((code, place) => {
    if (places) places[code] = place;
  });
  for (const code of codes) {
    const place = places ? (places[code] ?? 0) : code;
    histogram[place] = (histogram[place] ?? 0) + 1;
  }
  return histogram;
}

/**
 * The code of each pixel, [height, width], equal to scikit-image's `local_binary_pattern` with the method `uniform` or
 * `ror`: neighbours by bilinear interpolation with zeros outside, one where a neighbour is not below the centre, changes
 * counted from the first point to the last but not back. Its order of operations is kept, since a neighbour interpolated
 * among equal values may differ from them in the last digit.
 *
 * @throws RangeError when the pixels do not fit the size or an option is out of range
 */
export function lbpCodes(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  { points, radius, variant = 'uniform' }: LbpOptions,
): Int32Array {
  requirePicture(pixels, width, height);
  const most = variant === 'uniform' ? 24 : MAX_LISTED_POINTS;
  if (!Number.isInteger(points) || points < 2 || points > most)
    throw new RangeError(`${points} points, not 2 to ${most}`);
  if (!(radius > 0)) throw new RangeError(`a radius of ${radius} pixels`);
  const margin = Math.ceil(radius) + 1;
  const stride = width + 2 * margin;
  const padded = new Float64Array(stride * (height + 2 * margin));
  for (let y = 0; y < height; y++) {
    const to = (y + margin) * stride + margin;
    for (let x = 0; x < width; x++) padded[to + x] = pixels[y * width + x] ?? 0;
  }
  const patterns = new Int32Array(width * height);
  const picture = { padded, stride, margin, width, height };
  for (let point = 0; point < points; point++)
    markPoint(patterns, picture, { point, ...placeOf(point, points, radius) });
  const codeOf = variant === 'uniform' ? uniformCode : smallestRotation;
  if (points <= MAX_LISTED_POINTS) {
    const codes = Int32Array.from({ length: 1 << points }, (_, pattern) => codeOf(pattern, points));
    for (let i = 0; i < patterns.length; i++) patterns[i] = codes[patterns[i] ?? 0] ?? 0;
  } else {
    for (let i = 0; i < patterns.length; i++) patterns[i] = codeOf(patterns[i] ?? 0, points);
  }
  return patterns;
}

/** The distinct rotation-invariant codes of P points, ascending: 36 for 8. */
export function rotationInvariantCodes(points: number): Int32Array {
  const codes = new Set<number>();
  for (let pattern = 0; pattern < 1 << points; pattern++) codes.add(smallestRotation(pattern, points));
  return Int32Array.from(codes).sort();
}

type Padded = { padded: Float64Array; stride: number; margin: number; width: number; height: number };

/** A point's place from the centre; rounded to five digits, of a radius in single precision, as scikit-image does. */
function placeOf(point: number, points: number, radius: number): { down: number; right: number } {
  const angle = (2 * Math.PI * point) / points;
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  return { down: round(-Math.fround(radius) * Math.sin(angle)), right: round(Math.fround(radius) * Math.cos(angle)) };
}

/** Sets the point's bit wherever the neighbour there is not below the centre. */
function markPoint(
  patterns: Int32Array,
  { padded, stride, margin, width, height }: Padded,
  { point, down, right }: { point: number; down: number; right: number },
): void {
  const [rowsDown, columnsRight] = [Math.floor(down), Math.floor(right)];
  // The weights of a column differ in the last digits, as they do where they are computed from the place itself.
  const weights = Float64Array.from({ length: width }, (_, x) => x + right - Math.floor(x + right));
  const bit = 1 << point;
  const isOnPixel = Number.isInteger(down) && Number.isInteger(right);
  // All in bounds by the margin; the test of `?? 0` would take as long as the interpolation.
  for (let y = 0; y < height; y++) {
    const weightDown = y + down - Math.floor(y + down);
    const centre = (y + margin) * stride + margin;
    const upper = centre + rowsDown * stride + columnsRight;
    const to = y * width;
    if (isOnPixel) {
      for (let x = 0; x < width; x++) {
        if ((padded[upper + x] as number) >= (padded[centre + x] as number))
          patterns[to + x] = (patterns[to + x] as number) | bit;
      }
      continue;
    }
    const lower = upper + stride;
    const weightUp = 1 - weightDown;
    let upperLeft = padded[upper] as number;
    let lowerLeft = padded[lower] as number;
    for (let x = 0; x < width; x++) {
      const weight = weights[x] as number;
      const upperRight = padded[upper + x + 1] as number;
      const lowerRight = padded[lower + x + 1] as number;
      const above = (1 - weight) * upperLeft + weight * upperRight;
      const below = (1 - weight) * lowerLeft + weight * lowerRight;
      const neighbour = weightUp * above + weightDown * below;
      if (neighbour - (padded[centre + x] as number) >= 0) patterns[to + x] = (patterns[to + x] as number) | bit;
      upperLeft = upperRight;
      lowerLeft = lowerRight;
    }
  }
}

function uniformCode(pattern: number, points: number): number {
  const changes = onesOf((pattern ^ (pattern >>> 1)) & ((1 << (points - 1)) - 1));
  return changes <= 2 ? onesOf(pattern) : points + 1;
}

function smallestRotation(pattern: number, points: number): number {
  let smallest = pattern;
  let rotated = pattern;
  for (let i = 1; i < points; i++) {
    rotated = (rotated >>> 1) | ((rotated & 1) << (points - 1));
    smallest = Math.min(smallest, rotated);
  }
  return smallest;
}

function onesOf(bits: number): number {
  let ones = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
