import type { WeightsArray } from '@assay/engine/weights';

/**
 * Pseudo-random values in (-bound, bound) around `middle` that follow from a name and the flat index alone: `fill` in
 * tools/reference/backbones.py is the same formula.
 */
export function fill(name: string, count: number, { middle = 0, bound = 1 } = {}): Float32Array {
  const key = [...name].reduce((sum, letter, i) => sum + (i + 1) * (letter.codePointAt(0) ?? 0), 0) % 9973;
  const start = 78.233 * (key + 1);
  const data = new Float32Array(count);
  // A plain loop: a network has millions of values.
  for (let index = 0; index < count; index++) {
    const noise = Math.sin(12.9898 * (index + 1) + start) * 43758.5453;
    data[index] = middle + bound * (2 * (noise - Math.floor(noise)) - 1);
  }
  return data;
}

/**
 * Tensors of a residual network, filled to plausible sizes as by `load` in tools/reference/backbones.py.
 *
 * @param shapes of the tensors, by name
 */
export function filledTensors(shapes: ReadonlyMap<string, { shape: readonly number[] }>): Map<string, WeightsArray> {
  return new Map(
    [...shapes].map(([name, { shape }]) => {
      const data = fill(name, sizeOf(shape), rangeOf(name, shape));
      return [name, { shape: [...shape], data }];
    }),
  );
}

function rangeOf(name: string, shape: readonly number[]): { middle?: number; bound: number } {
  if (name.endsWith('running_var')) return { middle: 1, bound: 0.3 };
  if (shape.length === 1 && name.endsWith('weight')) return { middle: 1, bound: 0.1 }; // of a norm
  return { bound: shape.length === 2 || shape.length === 4 ? Math.sqrt(3 / sizeOf(shape.slice(1))) : 0.1 };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
