/** How pictures were normalised: a number for all channels, or one each. */
export type Normalised = { mean: readonly number[]; std: readonly number[] };
type Pixels = { width: number; height: number; channels: 1 | 3; data: Uint8Array };

/** Grey between two pictures, so that white ones do not run into each other. */
const GAP_GREY = 128;

/**
 * Pictures side by side, a gap after each, from what a network was fed: mean and spread are given back, values outside of 0-1 cut off.
 *
 * @param values [N, H, W, C] @throws Error for a shape that is no picture's
 */
export function pictureStrip(values: Float32Array, shape: readonly number[], { mean, std }: Normalised): Pixels {
  const [count = 0, height = 0, side = 0, channels = 0] = shape;
  if (shape.length !== 4 || !isColour(channels)) throw new Error(`[${shape}] are no pictures`);
  const gap = Math.max(1, Math.round(side / 32));
  const width = count * (side + gap);
  const data = new Uint8Array(width * height * channels).fill(GAP_GREY);
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < height; y++) {
      for (let i = 0; i < side * channels; i++) {
        const c = i % channels;
        const value = values[(n * height + y) * side * channels + i] ?? 0;
        const unit = value * (std[c] ?? std[0] ?? 1) + (mean[c] ?? mean[0] ?? 0);
        data[(y * width + n * (side + gap)) * channels + i] = Math.round(255 * Math.min(1, Math.max(0, unit)));
      }
    }
  }
  return { width, height, channels, data };
}

function isColour(channels: number): channels is 1 | 3 {
  return channels === 1 || channels === 3;
}
