import type { AugmentConfig } from '@assay/contracts';
import type { Rng } from '../rng';
import type { FeedArray } from './arrays';

/**
 * All randomness of one augmented view of N pictures. A mirrored crop is a box whose edges are swapped; a factor of 1,
 * a shift of 0 or a sigma of 0 leaves the picture as it is.
 */
export type AugmentationParameters = {
  /** [N, 4]: top, left, bottom, right as shares of the stored picture's side. */
  boxes: FeedArray;
  /** [N] each. */
  brightness: FeedArray;
  contrast: FeedArray;
  saturation: FeedArray;
  /** [N], in turns of the colour circle. */
  hue: FeedArray;
  /** [N]: 1 for a picture that loses its colour, else 0. */
  grey: FeedArray;
  /** [N], in pixels of the result. */
  blurSigma: FeedArray;
  /** [N]: 1 for a picture whose bright half is inverted, else 0. */
  solarise: FeedArray;
};

/**
 * Draws one view's parameters for `count` pictures of `packSize` pixels square. Every picture takes the same numbers
 * from `rng` whatever the config, so that switching one change on leaves the others as they were.
 */
export function drawAugmentation(
  rng: Rng,
  config: AugmentConfig,
  count: number,
  packSize: number,
  channels: number,
): AugmentationParameters {
  const column = () => new Float32Array(count);
  const boxes = new Float32Array(count * 4);
  const values = { brightness: column(), contrast: column(), saturation: column(), hue: column() };
  const grey = column();
  const blurSigma = column();
  const solarise = column();
  const hasColour = channels === 3;

  for (let n = 0; n < count; n++) {
    boxes.set(drawBox(rng.fork('crop', n), config, packSize), n * 4);
    const colour = rng.fork('colour', n);
    const { probability, brightness, contrast, saturation, hue } = config.colour;
    const isJittered = colour.uniform() < probability;
    const factor = (strength: number) => {
      const drawn = between(colour, Math.max(0, 1 - strength), 1 + strength);
      return isJittered ? drawn : 1;
    };
    values.brightness[n] = factor(brightness);
    values.contrast[n] = factor(contrast);
    values.saturation[n] = factor(saturation);
    const shift = between(colour, -hue, hue);
    values.hue[n] = isJittered ? shift : 0;
    grey[n] = colour.uniform() < config.grey && hasColour ? 1 : 0;

    const blur = rng.fork('blur', n);
    const isBlurred = blur.uniform() < config.blur.probability;
    const sigma = between(blur, config.blur.minSigma, config.blur.maxSigma);
    blurSigma[n] = isBlurred ? sigma : 0;
    solarise[n] = rng.fork('solarise', n).uniform() < config.solarise ? 1 : 0;
  }

  const feed = (data: Float32Array): FeedArray => ({ data, shape: [count], dtype: 'float32' });
  return {
    boxes: { data: boxes, shape: [count, 4], dtype: 'float32' },
    brightness: feed(values.brightness),
    contrast: feed(values.contrast),
    saturation: feed(values.saturation),
    hue: feed(values.hue),
    grey: feed(grey),
    blurSigma: feed(blurSigma),
    solarise: feed(solarise),
  };
}

/** Random resized crop as torchvision's `RandomResizedCrop.get_params`, then the mirrorings. */
function drawBox(rng: Rng, config: AugmentConfig, side: number): [number, number, number, number] {
  const mirrored = rng.fork('flip');
  const isMirrored = mirrored.uniform() < config.flip.horizontal;
  const isUpsideDown = mirrored.uniform() < config.flip.vertical;
  const { top, left, height, width } = config.crop
    ? drawCrop(rng, config.crop, side)
    : { top: 0, left: 0, height: side, width: side };
  const rows = [top / side, (top + height) / side] as const;
  const columns = [left / side, (left + width) / side] as const;
  const [y1, y2] = isUpsideDown ? [rows[1], rows[0]] : rows;
  const [x1, x2] = isMirrored ? [columns[1], columns[0]] : columns;
  return [y1, x1, y2, x2];
}

function drawCrop(rng: Rng, crop: NonNullable<AugmentConfig['crop']>, side: number) {
  const area = side * side;
  for (let trial = 0; trial < 10; trial++) {
    const target = area * between(rng, crop.minScale, crop.maxScale);
    const ratio = Math.exp(between(rng, Math.log(crop.minRatio), Math.log(crop.maxRatio)));
    const width = Math.round(Math.sqrt(target * ratio));
    const height = Math.round(Math.sqrt(target / ratio));
    if (width > 0 && width <= side && height > 0 && height <= side) {
      return { top: rng.int(side - height + 1), left: rng.int(side - width + 1), height, width };
    }
  }
  // None fitted: the largest centred box whose ratio is allowed.
  const width = crop.maxRatio < 1 ? Math.round(side * crop.maxRatio) : side;
  const height = crop.minRatio > 1 ? Math.round(side / crop.minRatio) : side;
  return { top: Math.floor((side - height) / 2), left: Math.floor((side - width) / 2), height, width };
}

function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}
