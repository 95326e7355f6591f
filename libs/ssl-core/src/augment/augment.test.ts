import { AugmentConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { toTensors } from '../train/feeds';
import { type AugmentationTensors, augment, prepare } from './augment';
import { gaussianBlur } from './blur';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, dropColour } from './colour';
import { cropAndResize } from './crop';
import { drawAugmentation } from './draw';
import blurCases from './fixtures/blur.json';
import colourCases from './fixtures/colour.json';
import cropCases from './fixtures/crop.json';

/** Runs once, compares with the reference, and counts tensors. */
function check(run: () => tf.Tensor, wanted: number[][][][], tolerance: number) {
  const before = tf.memory().numTensors;
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(run(), tf.tensor4d(wanted)))).dataSync()[0]);
  expect(difference).toBeLessThan(tolerance);
  expect(tf.memory().numTensors).toBe(before);
}

describe('augmentations against torchvision', () => {
  it.each(cropCases)('crop, resize and mirror to $size', ({ pixels, boxes, size, result }) => {
    // Values reach 255: 0.01 is 4e-5 of the range, the rounding of the operation's float32 coordinates.
    check(() => cropAndResize(tf.tensor4d(pixels, undefined, 'int32'), tf.tensor2d(boxes), size), result, 0.01);
  });

  it.each(colourCases)('colour changes', ({ x, factors, ...wanted }) => {
    const changes = {
      brightness: adjustBrightness,
      contrast: adjustContrast,
      saturation: adjustSaturation,
      hue: adjustHue,
      grey: dropColour,
    };
    for (const [name, change] of Object.entries(changes)) {
      const key = name as keyof typeof changes;
      check(() => change(tf.tensor4d(x), tf.tensor1d(factors[key])), wanted[key], 1e-5);
    }
  });

  it.each(blurCases)('blur of radius $radius', ({ x, radius, sigmas, result }) => {
    check(() => gaussianBlur(tf.tensor4d(x), tf.tensor1d(sigmas), radius), result, 1e-5);
    check(() => gaussianBlur(tf.tensor4d(x), tf.tensor1d([0, 0, 0]), radius), x, 1e-6);
  });
});

const input = { size: 8, mean: [0.5], std: [0.25] };
const everything = AugmentConfig.parse({
  crop: {},
  flip: { horizontal: 0.5, vertical: 0.5 },
  colour: { probability: 0.8 },
  grey: 0.2,
  blur: { probability: 0.5 },
});

describe('augment', () => {
  it.each([1, 3])('gives finite pictures of the right size with %i channels, equal for equal seeds', (channels) => {
    const run = (seed: number) =>
      tf.tidy(() => {
        const pixels = Int32Array.from({ length: 4 * 16 * 16 * channels }, (_, i) => (i * 37) % 256);
        const parameters = drawAugmentation(createRng(seed), everything, 4, 16, channels);
        const tensors = toTensors(parameters) as AugmentationTensors; // the same keys
        const x_NSSC = tf.tensor4d(pixels, [4, 16, 16, channels], 'int32');
        const view = augment(x_NSSC, tensors, { ...input, channels, config: everything });
        expect(view.shape).toEqual([4, 8, 8, channels]);
        return [...view.dataSync()];
      });
    const before = tf.memory().numTensors;
    const first = run(1);
    expect(first).toEqual(run(1));
    expect(first).not.toEqual(run(2));
    for (const value of first) expect(Math.abs(value)).toBeLessThanOrEqual(2.0001); // (0 or 1 - 0.5) / 0.25
    expect(tf.memory().numTensors).toBe(before);
  });

  it('with all changes off is the prepared picture', () => {
    const config = AugmentConfig.parse({});
    const difference = tf.tidy(() => {
      const x_NSSC = tf.randomUniform([3, 16, 16, 1], 0, 256, 'int32', 1) as tf.Tensor4D; // rank of the given shape
      const tensors = toTensors(drawAugmentation(createRng(0), config, 3, 16, 1)) as AugmentationTensors;
      const shape = { ...input, channels: 1 };
      return tf
        .max(tf.abs(tf.sub(augment(x_NSSC, tensors, { ...shape, config }), prepare(x_NSSC, shape))))
        .dataSync()[0];
    });
    expect(difference).toBe(0);
  });

  it('prepare averages 2 x 2 pixels when the stored side is twice the input', () => {
    const values = tf.tidy(() => {
      const x_NSSC = tf.tensor4d(
        [0, 100, 0, 0, 50, 50, 0, 0, 255, 255, 10, 20, 255, 255, 30, 40],
        [1, 4, 4, 1],
        'int32',
      );
      return [...prepare(x_NSSC, { size: 2, channels: 1, mean: [0], std: [1] }).dataSync()];
    });
    const wanted = [50, 0, 255, 25].map((value) => value / 255);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i] ?? -1, 5);
  });
});

describe('drawAugmentation', () => {
  it('draws boxes inside the picture with the asked share of area, and mirrors about half', () => {
    const { boxes, grey, blurSigma, hue } = drawAugmentation(createRng(1), everything, 2000, 64, 3);
    let mirrored = 0;
    for (let n = 0; n < 2000; n++) {
      const [y1 = 0, x1 = 0, y2 = 0, x2 = 0] = boxes.data.slice(n * 4, n * 4 + 4);
      if (x1 > x2) mirrored++;
      for (const edge of [y1, x1, y2, x2]) expect(edge >= 0 && edge <= 1).toBe(true);
      const area = Math.abs((y2 - y1) * (x2 - x1));
      expect(area > 0.17 && area <= 1).toBe(true); // 0.2 less rounding to whole pixels
    }
    expect(Math.abs(mirrored - 1000)).toBeLessThan(5 * Math.sqrt(500));
    const share = (data: ArrayLike<number>) => Array.from(data).filter((value) => value !== 0).length / 2000;
    expect(Math.abs(share(grey.data) - 0.2)).toBeLessThan(0.05);
    expect(Math.abs(share(blurSigma.data) - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(share(hue.data) - 0.8)).toBeLessThan(0.05);
  });
});
