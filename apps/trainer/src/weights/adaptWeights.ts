import { cubicMatrix } from '@assay/ssl-core';

type Values = { shape: readonly number[]; data: Float32Array };
export type Group = ReadonlyMap<string, Values>;

/**
 * Weights made to fit a network of other pictures: grey instead of coloured, or another size.
 *
 * - The first convolution of a grey network is the sum over the colours: on a grey picture given as three equal channels
 *   the old one computes the same. Where the channels of the input were scaled apart the sum is no longer exact.
 * - Position embeddings of another grid are interpolated bicubically, as DINO does.
 * - The last norm of a vision transformer is called by how its tokens are pooled.
 *
 * @param wanted the network's names and shapes
 * @returns the weights, and what was done, a sentence each
 */
export function adaptWeights(
  weights: Group,
  wanted: readonly { name: string; shape: readonly number[] }[],
): { weights: Group; done: string[] } {
  const adapted = new Map(weights);
  const done: string[] = [];
  for (const { name, shape } of wanted) {
    const other = /^(fc_)?norm\.(weight|bias)$/.exec(name);
    if (other && !adapted.has(name)) {
      const found = weights.get(`${other[1] ? '' : 'fc_'}norm.${other[2]}`);
      if (found) adapted.set(name, found);
    }
    const found = adapted.get(name);
    if (!found || String(found.shape) === String(shape)) continue;
    if (isGreyOf(found.shape, shape)) {
      adapted.set(name, sumOverColours(found));
      done.push(`${name}: summed over the colours`);
    } else if (name === 'pos_embed' && found.shape[2] === shape[2]) {
      const grids = [found, { shape }].map((positions) => Math.sqrt((positions.shape[1] ?? 0) - 1));
      const [from = 0, to = 0] = grids;
      if (!Number.isInteger(from) || !Number.isInteger(to)) continue;
      adapted.set(name, resizePositions(found, from, to));
      done.push(`${name}: interpolated from ${from} x ${from} places to ${to} x ${to}`);
    }
  }
  return { weights: adapted, done };
}

function isGreyOf([outputs, colours, ...kernel]: readonly number[], wanted: readonly number[]): boolean {
  return kernel.length === 2 && colours === 3 && String([outputs, 1, ...kernel]) === String(wanted);
}

/** [O, 3, H, W] to [O, 1, H, W]. */
function sumOverColours({ shape, data }: Values): Values {
  const [outputs = 0, colours = 0, height = 0, width = 0] = shape;
  const size = height * width;
  const sums = new Float32Array(outputs * size);
  for (let o = 0; o < outputs; o++) {
    for (let place = 0; place < size; place++) {
      let sum = 0;
      for (let colour = 0; colour < colours; colour++) sum += data[(o * colours + colour) * size + place] ?? 0;
      sums[o * size + place] = sum;
    }
  }
  return { shape: [outputs, 1, height, width], data: sums };
}

/** [1, 1 + from * from, D] to [1, 1 + to * to, D]; the class token's own stays. */
function resizePositions({ shape, data }: Values, from: number, to: number): Values {
  const width = shape[2] ?? 0;
  const matrix = cubicMatrix(from, to);
  const rows = multiply(matrix, data.subarray(width), { to, from, length: from * width });
  const result = new Float32Array((1 + to * to) * width);
  result.set(data.subarray(0, width));
  for (let row = 0; row < to; row++) {
    const line = rows.subarray(row * from * width, (row + 1) * from * width);
    result.set(multiply(matrix, line, { to, from, length: width }), (1 + row * to) * width);
  }
  return { shape: [1, 1 + to * to, width], data: result };
}

/** [to, from] times [from, length]. */
function multiply(
  matrix: Float32Array,
  values: Float32Array,
  { to, from, length }: { to: number; from: number; length: number },
): Float32Array {
  const product = new Float32Array(to * length);
  for (let row = 0; row < to; row++) {
    for (let k = 0; k < from; k++) {
      const factor = matrix[row * from + k] ?? 0;
      if (factor === 0) continue;
      for (let i = 0; i < length; i++) {
        product[row * length + i] = (product[row * length + i] ?? 0) + factor * (values[k * length + i] ?? 0);
      }
    }
  }
  return product;
}
