import type { Parameter } from '../layers/parameters';
import { storedShape } from '../layers/parameters';

/**
 * Pseudo-random values in (-1, 1) that follow from a name and the flat index alone; `fill` in tools/reference/backbones.py
 * is the same formula, so that reference and test need no stored weights.
 */
export function fill(name: string, count: number): Float64Array {
  const key = [...name].reduce((sum, letter, i) => sum + (i + 1) * (letter.codePointAt(0) ?? 0), 0) % 9973;
  return Float64Array.from({ length: count }, (_, index) => {
    const noise = Math.sin(12.9898 * (index + 1) + 78.233 * (key + 1)) * 43758.5453;
    return 2 * (noise - Math.floor(noise)) - 1;
  });
}

/** Filled weights of plausible size for these parameters, in the stored layout. */
export function filledWeights(parameters: readonly Parameter[]): Map<string, { shape: number[]; data: Float32Array }> {
  return new Map(
    parameters.map((parameter) => {
      const shape = storedShape(parameter);
      const values = fill(parameter.name, sizeOf(shape));
      return [parameter.name, { shape, data: Float32Array.from(values, scale(parameter.name, shape)) }];
    }),
  );
}

function scale(name: string, shape: readonly number[]): (value: number) => number {
  if (name.endsWith('running_var')) return (value) => 1 + 0.3 * value;
  if (shape.length === 1 && name.endsWith('weight')) return (value) => 1 + 0.1 * value;
  const bound = shape.length === 2 || shape.length === 4 ? Math.sqrt(3 / sizeOf(shape.slice(1))) : 0.1;
  return (value) => bound * value;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
