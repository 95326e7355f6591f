import { fastestLine, type Line, TAPS } from './line';

/** What a 3 x 3 convolution with padding 1 works on. */
export type ConvolutionSize = {
  count: number;
  height: number;
  width: number;
  inputs: number;
  outputs: number;
  stride: 1 | 2;
};

/** Which passes take less time with few multiplications. */
export type FastPlan = { isForwardFast: boolean; isGradientFast: boolean };

/*
 * Times of one processor core, measured on an AMD EPYC (Zen 4, AVX-512) with oneDNN 3.7 and 22 sizes between 2 and 56
 * pixels, 64 and 512 channels, which they meet within a quarter. Only their relation counts.
 */
/** Multiplications with addition in a nanosecond: of TensorFlow's convolution, forward and each gradient, by stride. */
const PLAIN_RATES = { 1: { forward: 60, gradient: 56 }, 2: { forward: 45, gradient: 37 } };
/** The same of the batched products, and of transforms, which memory holds up more than multiplications. */
const PRODUCT_RATE = 45;
const TRANSFORM_RATE = 90;
/** Nanoseconds to read or write a value of a transform; of a transform of weights, which run through once. */
const VALUE_NS = 0.4;
const WEIGHT_NS = 0.3;
/** Of the dozen operations that are started more than for a plain convolution. */
const START_NS = 100_000;
/** Smaller gains are left: the plain way rounds less. */
const GAIN_MIN = 1.1;

/** Which passes of a convolution should be fast, by an estimate of their times. */
export function planFastConvolution(size: ConvolutionSize): FastPlan {
  const { height, width, inputs, outputs, stride } = size;
  const plain = multiplicationsOf(size);
  const rates = PLAIN_RATES[stride];
  const [rows, columns] = [fastestLine(height, stride), fastestLine(width, stride)];
  const weightsNs = WEIGHT_NS * (TAPS ** 2 + rows.products * columns.products) * inputs * outputs;
  const inputNs = transformNs({ rows, columns, height, width, channels: inputs * size.count });
  const [down, across] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const outputNs = transformNs({ rows, columns, height: down, width: across, channels: outputs * size.count });
  const products = totalOf(rows) * totalOf(columns) * size.count * inputs * outputs;
  const forward = products / PRODUCT_RATE + inputNs + outputNs + weightsNs + START_NS;
  // The input is transformed again, besides its gradient.
  const gradient = (2 * products) / PRODUCT_RATE + 2 * inputNs + outputNs + 2 * weightsNs + START_NS;
  return {
    isForwardFast: plain / rates.forward > GAIN_MIN * forward,
    isGradientFast: (2 * plain) / rates.gradient > GAIN_MIN * gradient,
  };
}

function multiplicationsOf({ count, height, width, inputs, outputs, stride }: ConvolutionSize): number {
  return TAPS ** 2 * count * Math.ceil(height / stride) * Math.ceil(width / stride) * inputs * outputs;
}

type Transform = { rows: Line; columns: Line; height: number; width: number; channels: number };

/** There or back: a transposition, then the rows, then the columns. */
function transformNs({ rows, columns, height, width, channels }: Transform): number {
  const [before, between, after] = [height * width, totalOf(rows) * width, totalOf(rows) * totalOf(columns)];
  const values = 3 * before + 2 * between + after;
  const multiplications = between * height + after * width;
  return channels * (VALUE_NS * values + multiplications / TRANSFORM_RATE);
}

function totalOf({ tiles, products }: Line): number {
  return tiles * products;
}
