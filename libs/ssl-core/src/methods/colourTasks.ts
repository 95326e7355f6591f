import { conv2d, tf } from '@assay/engine';
import { coloursOnGrid } from '../colour/bins';
import { greyOf, labToRgb, rgbToLab } from '../colour/lab';
import type { MethodInput } from './method';

/**
 * What colourisation is asked: what the network sees of a picture, which values it shall predict, and how they are shown.
 *
 * Shapes: N pictures of H x W pixels and C channels, D coordinates of a value, P places of all pictures.
 */
export type ColourTask = {
  /** Centres of the bins. */
  centres: readonly (readonly number[])[];
  /** Deviation of the Gaussian that a value is spread by, half of what lies between two bins. */
  sigma: number;
  /** What the network sees, [N, H, W, C] in the range of its input. */
  seen: (x_NHWC: tf.Tensor4D) => tf.Tensor4D;
  /** What it shall predict, [N, H, W, D]. */
  values: (x_NHWC: tf.Tensor4D) => tf.Tensor4D;
  /** [P]: 1 for places that count, 0 for the others. */
  counts: (values_PD: tf.Tensor2D, pictures: number) => tf.Tensor1D;
  /** The picture with predicted values in place of its own, in the range of the input. */
  paint: (x_NHWC: tf.Tensor4D, values_NHWD: tf.Tensor4D) => tf.Tensor4D;
};

type TaskInput = Pick<MethodInput, 'channels' | 'mean' | 'std'>;

/** A picture in which no a or b is beyond this counts as grey and is left out, as the authors' `NonGrayMaskLayer` does. */
const GREY_MAX = 5;

/**
 * From the lightness, Lab's a and b. Shown to the network as the grey picture of the same lightness in all channels, so
 * that it is the same kind of input as the coloured pictures that it will see later.
 *
 * @throws Error for pictures of one channel
 */
export function createColourTask(input: TaskInput): ColourTask {
  if (input.channels !== 3) {
    throw new Error(
      'colourisation: pictures of one channel have no colour to predict; set method.target to "intensity", or input.channels to 3 where the pictures have colour',
    );
  }
  const { toUnit, toInput } = ranges(input);
  return {
    centres: coloursOnGrid(),
    sigma: 5,
    seen: (x) => tf.tidy(() => toInput(tf.tile(greyOf(toUnit(x)) as tf.Tensor4D, [1, 1, 1, 3]))), // four axes, as x
    values: (x) => tf.tidy(() => tf.slice(rgbToLab(toUnit(x)), [0, 0, 0, 1], [-1, -1, -1, 2])),
    counts: (values_PD, pictures) =>
      tf.tidy(() => {
        const strongest_N = tf.max(tf.reshape(tf.abs(values_PD), [pictures, -1]), 1, true);
        const isColoured = tf.cast(tf.greater(strongest_N, GREY_MAX), 'float32');
        return tf.reshape<tf.Rank.R1>(tf.tile(isColoured, [1, values_PD.shape[0] / pictures]), [-1]);
      }),
    paint: (x, values) =>
      tf.tidy(() => {
        const lightness = tf.slice(rgbToLab(toUnit(x)), [0, 0, 0, 0], [-1, -1, -1, 1]);
        return toInput(labToRgb(tf.concat<tf.Tensor4D>([lightness, values], 3)));
      }),
  };
}

/**
 * The same for pictures without colour: from the strength of the edges, the brightness. Edges tell where something begins
 * but neither which side is brighter nor how bright, so that what the surface is has to be known.
 */
export function createIntensityTask(input: TaskInput, levels: number): ColourTask {
  const { toUnit, toInput } = ranges(input);
  const { channels } = input;
  const brightness = (x: tf.Tensor4D): tf.Tensor4D => (channels === 3 ? (greyOf(toUnit(x)) as tf.Tensor4D) : toUnit(x)); // four axes
  const everywhere = (x: tf.Tensor4D): tf.Tensor4D => (channels === 3 ? tf.tile(x, [1, 1, 1, 3]) : x);
  return {
    centres: Array.from({ length: levels }, (_, level) => [(level + 0.5) / levels]),
    sigma: 0.5 / levels,
    seen: (x) => tf.tidy(() => everywhere(evened(edgeStrength(brightness(x))))),
    values: brightness,
    counts: (values_PD) => tf.ones([values_PD.shape[0]]),
    paint: (_, values) => tf.tidy(() => toInput(everywhere(values))),
  };
}

/** Between the network's input and 0-1. */
function ranges({ mean, std }: TaskInput) {
  return {
    toUnit: (x: tf.Tensor4D): tf.Tensor4D =>
      tf.clipByValue(tf.add(tf.mul(x, tf.tensor1d([...std])), tf.tensor1d([...mean])), 0, 1),
    toInput: (x: tf.Tensor4D): tf.Tensor4D =>
      tf.mul(tf.sub(x, tf.tensor1d([...mean])), tf.tensor1d(std.map((value) => 1 / value))),
  };
}

/** Length of Sobel's gradient; beyond the picture its edge goes on. [N, H, W, 1] to the same. */
function edgeStrength(x_NHW1: tf.Tensor4D): tf.Tensor4D {
  const smooth = [1, 2, 1];
  const slope = [-1, 0, 1];
  const filter = smooth.flatMap((a, i) => slope.flatMap((b, j) => [a * b, (smooth[j] ?? 0) * (slope[i] ?? 0)]));
  const padded = tf.mirrorPad(
    x_NHW1,
    [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ],
    'symmetric',
  );
  const slopes_NHW2 = conv2d(padded, tf.tensor4d(filter, [3, 3, 1, 2]), { stride: 1, padding: 0 });
  return tf.sqrt(tf.sum(tf.square(slopes_NHW2), 3, true));
}

/** Each picture with mean 0 and deviation 1; a flat one stays near 0. */
function evened(x_NHW1: tf.Tensor4D): tf.Tensor4D {
  const centred = tf.sub(x_NHW1, tf.mean(x_NHW1, [1, 2, 3], true));
  const variance = tf.mean(tf.square(centred), [1, 2, 3], true);
  return tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-4)));
}
