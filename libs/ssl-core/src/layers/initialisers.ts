import type { Rng } from '../rng';
import type { Layout } from './parameters';

/** First values of a parameter, in this code's layout (HWIO, in x out). */
export type Initialiser = (options: { rng: Rng; shape: readonly number[]; layout: Layout }) => Float32Array;

export const zeros: Initialiser = ({ shape }) => new Float32Array(sizeOf(shape));

export const ones: Initialiser = ({ shape }) => new Float32Array(sizeOf(shape)).fill(1);

/** He et al. (arXiv 1502.01852), normal, by the outgoing side, gain of ReLU: what torchvision's ResNets start from. */
export const kaimingNormalFanOut: Initialiser = ({ rng, shape }) => {
  const [height = 1, width = 1, , outputs = 1] = shape;
  const deviation = Math.sqrt(2 / (height * width * outputs));
  return Float32Array.from({ length: sizeOf(shape) }, () => deviation * rng.normal());
};

/** Normal, drawn again beyond two deviations. */
export function truncatedNormal(deviation: number): Initialiser {
  return ({ rng, shape }) =>
    Float32Array.from({ length: sizeOf(shape) }, () => {
      let value = rng.normal();
      while (Math.abs(value) > 2) value = rng.normal();
      return deviation * value;
    });
}

/** Uniform in +- 1 / sqrt(inputs): what PyTorch's Linear and Conv2d start from. For a bias, `inputs` is its layer's. */
export function uniformFanIn(inputs: number): Initialiser {
  const bound = 1 / Math.sqrt(inputs);
  return ({ rng, shape }) => Float32Array.from({ length: sizeOf(shape) }, () => (2 * rng.uniform() - 1) * bound);
}

/** Glorot's uniform: what MAE's reference code gives to linear layers. */
export const xavierUniform: Initialiser = ({ rng, shape }) => {
  const outputs = shape.at(-1) ?? 1;
  const inputs = sizeOf(shape) / outputs;
  const bound = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: sizeOf(shape) }, () => (2 * rng.uniform() - 1) * bound);
};

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
