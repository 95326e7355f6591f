import type { AugmentConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { blurRadius, gaussianBlur } from './blur';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, dropColour, solarise } from './colour';
import { cropAndResize } from './crop';
import type { AugmentationParameters } from './draw';

/** Products, where a division would be the same: a compiled graph makes products of divisions by constants. */
const TO_UNIT = 1 / 255;

/** The part of an input config that a step needs. */
export type PictureInput = { size: number; channels: number; mean: readonly number[]; std: readonly number[] };
export type AugmentationTensors = { [Name in keyof AugmentationParameters]: tf.Tensor };

/**
 * One augmented view: crop and mirror, brightness, contrast, saturation, hue, loss of colour, blur, inverted lights, normalise; always
 * in this order (torchvision shuffles the four colour changes). Changes that the config never makes cost nothing.
 *
 * @param x_NSSC stored pictures, values 0-255
 * @returns [N, size, size, C], normalised by mean and std
 */
export function augment(
  x_NSSC: tf.Tensor4D,
  parameters: AugmentationTensors,
  { config, ...input }: PictureInput & { config: AugmentConfig },
): tf.Tensor4D {
  const run = () => {
    const { probability, brightness, contrast, saturation, hue } = config.colour;
    const isJittered = probability > 0;
    const cropped = cropAndResize(x_NSSC, parameters.boxes as tf.Tensor2D, input.size);
    let x: tf.Tensor4D = tf.mul(cropped, TO_UNIT);
    const column = (name: keyof AugmentationTensors) => parameters[name] as tf.Tensor1D; // all but boxes are [N]
    if (isJittered && brightness > 0) x = adjustBrightness(x, column('brightness'));
    if (isJittered && contrast > 0) x = adjustContrast(x, column('contrast'));
    if (isJittered && saturation > 0) x = adjustSaturation(x, column('saturation'));
    if (isJittered && hue > 0) x = adjustHue(x, column('hue'));
    if (config.grey > 0) x = dropColour(x, column('grey'));
    if (config.blur.probability > 0) x = gaussianBlur(x, column('blurSigma'), blurRadius(input.size));
    if (config.solarise > 0) x = solarise(x, column('solarise'));
    return normalise(x, input);
  };
  return block('augment', () => tf.tidy(run));
}

/** The way of a picture without chance, for evaluation: resized to the input size and normalised. */
export function prepare(x_NSSC: tf.Tensor4D, input: PictureInput): tf.Tensor4D {
  return tf.tidy(() => {
    const boxes_N4 = tf.tile(tf.tensor2d([[0, 0, 1, 1]]), [x_NSSC.shape[0], 1]);
    const isRightSize = x_NSSC.shape[1] === input.size;
    const resized = isRightSize ? x_NSSC : cropAndResize(x_NSSC, boxes_N4 as tf.Tensor2D, input.size); // tile keeps rank
    return normalise(tf.mul(tf.cast(resized, 'float32'), TO_UNIT), input);
  });
}

function normalise(x: tf.Tensor4D, { mean, std }: PictureInput): tf.Tensor4D {
  const inverse = std.map((value) => 1 / value);
  return tf.mul(tf.sub(x, tf.tensor1d([...mean])), tf.tensor1d(inverse));
}
