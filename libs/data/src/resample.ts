import type { Pixels } from './decode';

/** A rectangle in pixels; it may reach over the border, where the picture goes on as its mirror image. */
export type Region = { x: number; y: number; width: number; height: number };

/**
 * Cuts a region of whole pixels out; outside, the picture is reflected without repeating the edge (101 of "…321 0 123…"),
 * as often as needed.
 */
export function cutRegion(pixels: Pixels, region: Region): Pixels {
  const { width, height, channels } = pixels;
  const data = new Uint8Array(region.width * region.height * channels);
  let at = 0;
  for (let row = 0; row < region.height; row++) {
    const fromRow = reflect(region.y + row, height) * width;
    for (let column = 0; column < region.width; column++) {
      const from = (fromRow + reflect(region.x + column, width)) * channels;
      for (let c = 0; c < channels; c++) data[at++] = pixels.data[from + c] ?? 0;
    }
  }
  return { width: region.width, height: region.height, channels, data };
}

/**
 * Resamples by Catmull-Rom's cubic, stretched over the source when it shrinks so that nothing aliases: Pillow's BICUBIC.
 * Plain float64 arithmetic in a fixed order, so the result is the same on every machine.
 */
export function resample(pixels: Pixels, width: number, height: number): Pixels {
  const { channels } = pixels;
  if (pixels.width === width && pixels.height === height) return pixels;
  const across = kernelOf(pixels.width, width);
  const down = kernelOf(pixels.height, height);
  const rowLength = width * channels;
  const narrow = new Float64Array(pixels.height * rowLength);
  for (let y = 0; y < pixels.height; y++) {
    for (let x = 0; x < width; x++) {
      const start = across.starts[x] ?? 0;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < across.taps; k++) {
          const from = (y * pixels.width + start + k) * channels + c;
          sum += (across.weights[x * across.taps + k] ?? 0) * (pixels.data[from] ?? 0);
        }
        narrow[y * rowLength + x * channels + c] = sum;
      }
    }
  }
  const data = new Uint8Array(height * rowLength);
  for (let y = 0; y < height; y++) {
    const start = down.starts[y] ?? 0;
    for (let i = 0; i < rowLength; i++) {
      let sum = 0;
      for (let k = 0; k < down.taps; k++) {
        sum += (down.weights[y * down.taps + k] ?? 0) * (narrow[(start + k) * rowLength + i] ?? 0);
      }
      data[y * rowLength + i] = Math.min(255, Math.max(0, Math.floor(sum + 0.5)));
    }
  }
  return { width, height, channels, data };
}

type Kernel = { taps: number; starts: Int32Array; weights: Float64Array };

/** For each target pixel the first source pixel and its weights; weights past the border are 0. */
function kernelOf(from: number, to: number): Kernel {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = 2 * stretch;
  const taps = Math.min(from, Math.ceil(support) * 2 + 1);
  const starts = new Int32Array(to);
  const weights = new Float64Array(to * taps);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.min(from - taps, Math.floor(centre - support + 0.5)));
    starts[i] = start;
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const weight = cubic((start + k + 0.5 - centre) / stretch);
      weights[i * taps + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < taps; k++) weights[i * taps + k] = (weights[i * taps + k] ?? 0) / sum;
  }
  return { taps, starts, weights };
}

/** Keys 1981 with a = -0.5. */
function cubic(t: number): number {
  const x = Math.abs(t);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function reflect(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}
