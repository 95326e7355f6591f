import { requirePicture } from './requirePicture';

export type GaborOptions = {
  /** Waves a pixel. */
  frequencies: readonly number[];
  /** Directions in which the waves run, in degrees: 0 points right, 90 down. */
  angles: readonly number[];
};

/** Mean and population variance of a filter's answers over all pixels. */
export type GaborStatistics = { meanReal: number; varReal: number; meanMagnitude: number; varMagnitude: number };

/** Standard deviations at which a kernel ends. */
const REACH = 3;
/** Standard deviation times frequency at a bandwidth of one octave: sqrt(log(2) / 2) / pi * (2 + 1) / (2 - 1). */
const SPREAD = (Math.sqrt(Math.log(2) / 2) / Math.PI) * 3;

/**
 * Statistics of a Gabor bank's answers to an 8-bit picture, [frequency][angle]: the kernels of scikit-image's
 * `gabor_kernel(frequency, theta, bandwidth=1, n_stds=3)` on value / 255, the border wrapped around, real part and
 * magnitude. Both deviations are equal, so that a kernel is a column times a row and is applied as such.
 *
 * @param pixels values 0 to 255 row by row, [height, width]
 * @throws RangeError when the pixels do not fit the size or a frequency is not positive
 */
export function gaborStatistics(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  { frequencies, angles }: GaborOptions,
): GaborStatistics[][] {
  requirePicture(pixels, width, height);
  const picture_HW = new Float64Array(pixels.length);
  for (let i = 0; i < picture_HW.length; i++) picture_HW[i] = (pixels[i] ?? 0) / 255;
  return frequencies.map((frequency) => {
    if (!(frequency > 0)) throw new RangeError(`a frequency of ${frequency} waves a pixel`);
    return angles.map((angle) => statisticsOf(picture_HW, width, height, kernelOf(frequency, angle)));
  });
}

/** A kernel's wave along one axis from the centre on: the real part is even, the imaginary one odd. */
type HalfWave = { real: Float64Array; imaginary: Float64Array };
type Kernel = { across: HalfWave; down: HalfWave };

function kernelOf(frequency: number, degrees: number): Kernel {
  const radians = degrees * (Math.PI / 180);
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const sigma = SPREAD / frequency;
  // The kernel's box reaches as far along both axes: the deviations are equal.
  const reach = Math.ceil(Math.max(Math.abs(REACH * sigma * cos), Math.abs(REACH * sigma * sin), 1));
  const halfWave = (share: number, scale: number): HalfWave => {
    const wave = { real: new Float64Array(reach + 1), imaginary: new Float64Array(reach + 1) };
    for (let i = 0; i <= reach; i++) {
      const envelope = scale * Math.exp((-0.5 * i * i) / (sigma * sigma));
      wave.real[i] = envelope * Math.cos(2 * Math.PI * frequency * share * i);
      wave.imaginary[i] = envelope * Math.sin(2 * Math.PI * frequency * share * i);
    }
    return wave;
  };
  return { across: halfWave(cos, 1), down: halfWave(sin, 1 / (2 * Math.PI * sigma * sigma)) };
}

function statisticsOf(
  picture_HW: Float64Array,
  width: number,
  height: number,
  { across, down }: Kernel,
): GaborStatistics {
  const rows = filterRows(picture_HW, width, height, across);
  const real = new Float64Array(width);
  const imaginary = new Float64Array(width);
  // Sums of squares around the first answer, so that a flat picture's variance is not lost in its mean.
  const reals = runningMoments();
  const magnitudes = runningMoments();
  for (let y = 0; y < height; y++) {
    filterColumns(rows, { y, width, height }, down, { real, imaginary });
    for (let x = 0; x < width; x++) {
      const [re, im] = [real[x] ?? 0, imaginary[x] ?? 0];
      reals.add(re);
      magnitudes.add(Math.sqrt(re * re + im * im));
    }
  }
  return {
    meanReal: reals.mean(),
    varReal: reals.variance(),
    meanMagnitude: magnitudes.mean(),
    varMagnitude: magnitudes.variance(),
  };
}

type Rows = { real: Float64Array; imaginary: Float64Array };

/** Each row under the wave across it. */
function filterRows(picture_HW: Float64Array, width: number, height: number, wave: HalfWave): Rows {
  const reach = wave.real.length - 1;
  const rows = { real: new Float64Array(width * height), imaginary: new Float64Array(width * height) };
  const row = new Float64Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < row.length; x++) row[x] = picture_HW[y * width + wrapped(x - reach, width)] ?? 0;
    for (let x = 0; x < width; x++) {
      const centre = x + reach;
      let re = (wave.real[0] ?? 0) * (row[centre] ?? 0);
      let im = 0;
      for (let i = 1; i <= reach; i++) {
        const [before, after] = [row[centre - i] ?? 0, row[centre + i] ?? 0];
        re += (wave.real[i] ?? 0) * (before + after);
        im += (wave.imaginary[i] ?? 0) * (after - before);
      }
      rows.real[y * width + x] = re;
      rows.imaginary[y * width + x] = im;
    }
  }
  return rows;
}

/** Row y of the answer, from the rows around it. */
function filterColumns(
  rows: Rows,
  { y, width, height }: { y: number; width: number; height: number },
  wave: HalfWave,
  { real, imaginary }: Rows,
): void {
  const centre = y * width;
  const first = wave.real[0] ?? 0;
  for (let x = 0; x < width; x++) {
    real[x] = first * (rows.real[centre + x] ?? 0);
    imaginary[x] = first * (rows.imaginary[centre + x] ?? 0);
  }
  for (let i = 1; i < wave.real.length; i++) {
    const [above, below] = [wrapped(y - i, height) * width, wrapped(y + i, height) * width];
    const [re, im] = [wave.real[i] ?? 0, wave.imaginary[i] ?? 0];
    for (let x = 0; x < width; x++) {
      const [realAbove, realBelow] = [rows.real[above + x] ?? 0, rows.real[below + x] ?? 0];
      const [imaginaryAbove, imaginaryBelow] = [rows.imaginary[above + x] ?? 0, rows.imaginary[below + x] ?? 0];
      real[x] = (real[x] ?? 0) + re * (realAbove + realBelow) - im * (imaginaryBelow - imaginaryAbove);
      imaginary[x] = (imaginary[x] ?? 0) + re * (imaginaryAbove + imaginaryBelow) + im * (realBelow - realAbove);
    }
  }
}

function wrapped(index: number, length: number): number {
  const rest = index % length;
  return rest < 0 ? rest + length : rest;
}

function runningMoments() {
  let [count, shift, sum, squares] = [0, 0, 0, 0];
  return {
    add(value: number): void {
      if (count === 0) shift = value;
      count++;
      sum += value - shift;
      squares += (value - shift) * (value - shift);
    },
    mean: (): number => shift + sum / count,
    variance: (): number => Math.max(0, squares / count - (sum / count) ** 2),
  };
}
