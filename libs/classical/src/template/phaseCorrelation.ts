import { type Complex, crossSpectrum, fourier2d } from '../frequency/fourier';
import { type GreyPicture, requireEqualSize, requireSize } from '../picture';

/** Pixels by which a picture must be moved, to the right and down. */
export type Shift = { x: number; y: number };

/**
 * Below this share of the largest product a frequency holds only rounding, whose phase would count as much as all others;
 * the reference takes it in. Real surfaces lie far above.
 */
const LEAST_SHARE = 1e-15;

/**
 * How `moving` must be moved to lie on `reference`, from the phases of their cross spectrum, to 1 / upsampling of a
 * pixel: first to whole pixels by an inverse transform, then by a finer one around that place alone (M.
 * Guizar-Sicairos et al., Optics Letters 2008). Equal to scikit-image's `phase_cross_correlation` with
 * `normalization="phase"`. Pictures count as if they went on at the opposite side, so shifts of up to half of a side are
 * found.
 *
 * @throws RangeError when the pictures are not of one size, or upsampling is no whole number from 1 to 100
 */
export function phaseCorrelation(reference: GreyPicture, moving: GreyPicture, upsampling = 20): Shift {
  requireSize(reference);
  requireSize(moving);
  requireEqualSize(reference, moving);
  if (!Number.isInteger(upsampling) || upsampling < 1 || upsampling > 100) {
    throw new RangeError(`upsampling ${upsampling}, not 1 to 100`);
  }
  const { width, height } = reference;
  const values = { re: Float64Array.from(reference.data), im: Float64Array.from(moving.data) };
  fourier2d(values, { width, height });
  const phases = crossSpectrum(values, { width, height });
  let largest = 0;
  for (let i = 0; i < phases.re.length; i++)
    largest = Math.max(largest, Math.hypot(phases.re[i] ?? 0, phases.im[i] ?? 0));
  const least = Math.max(LEAST_SHARE * largest, 100 * Number.EPSILON);
  for (let i = 0; i < phases.re.length; i++) {
    const [re, im] = [phases.re[i] ?? 0, phases.im[i] ?? 0];
    const length = Math.sqrt(re * re + im * im);
    phases.re[i] = length < least ? 0 : re / length;
    phases.im[i] = length < least ? 0 : im / length;
  }
  const whole = wholeShift(phases, width, height);
  const fine = upsampling === 1 ? whole : refine(phases, { width, height, upsampling, around: whole });
  // A picture of one row or column cannot tell.
  return { x: width === 1 ? 0 : fine.x, y: height === 1 ? 0 : fine.y };
}

function wholeShift(phases: Complex, width: number, height: number): Shift {
  const correlation = { re: phases.re.slice(), im: phases.im.slice() };
  fourier2d(correlation, { width, height, isInverse: true });
  const at = strongest(correlation);
  const signed = (place: number, length: number): number => (place > Math.trunc(length / 2) ? place - length : place);
  return { x: signed(at % width, width), y: signed(Math.floor(at / width), height) };
}

/** The correlation on a grid of 1 / upsampling of a pixel, one and a half pixels wide around a shift. */
function refine(
  phases: Complex,
  { width, height, upsampling, around }: { width: number; height: number; upsampling: number; around: Shift },
): Shift {
  const side = Math.ceil(upsampling * 1.5);
  const middle = Math.trunc(side / 2);
  const start = { x: around.x - middle / upsampling, y: around.y - middle / upsampling };
  const across = waves(width, { from: start.x, step: 1 / upsampling, count: side });
  const down = waves(height, { from: start.y, step: 1 / upsampling, count: side });
  const rows = { re: new Float64Array(height * side), im: new Float64Array(height * side) };
  for (let y = 0; y < height; y++) {
    for (let u = 0; u < side; u++) {
      let [re, im] = [0, 0];
      for (let x = 0, i = y * width, w = u * width; x < width; x++, i++, w++) {
        const [a, b, c, d] = [phases.re[i] ?? 0, phases.im[i] ?? 0, across.re[w] ?? 0, across.im[w] ?? 0];
        re += a * c - b * d;
        im += a * d + b * c;
      }
      rows.re[y * side + u] = re;
      rows.im[y * side + u] = im;
    }
  }
  const fine = { re: new Float64Array(side * side), im: new Float64Array(side * side) };
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++) {
      let [re, im] = [0, 0];
      for (let y = 0; y < height; y++) {
        const [a, b] = [rows.re[y * side + u] ?? 0, rows.im[y * side + u] ?? 0];
        const [c, d] = [down.re[v * height + y] ?? 0, down.im[v * height + y] ?? 0];
        re += a * c - b * d;
        im += a * d + b * c;
      }
      fine.re[v * side + u] = re;
      fine.im[v * side + u] = im;
    }
  }
  const at = strongest(fine);
  return {
    x: around.x + ((at % side) - middle) / upsampling,
    y: around.y + (Math.floor(at / side) - middle) / upsampling,
  };
}

/** Each frequency's wave at some shifts: [count, length]. */
function waves(length: number, { from, step, count }: { from: number; step: number; count: number }): Complex {
  const table = { re: new Float64Array(count * length), im: new Float64Array(count * length) };
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < length; k++) {
      const frequency = k < Math.ceil(length / 2) ? k : k - length;
      const angle = (2 * Math.PI * frequency * (from + i * step)) / length;
      table.re[i * length + k] = Math.cos(angle);
      table.im[i * length + k] = Math.sin(angle);
    }
  }
  return table;
}

/** The first place of the largest absolute value. */
function strongest({ re, im }: Complex): number {
  let [best, at] = [-1, 0];
  for (let i = 0; i < re.length; i++) {
    const square = (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
    if (square > best) [best, at] = [square, i];
  }
  return at;
}
