import type { GreyPicture } from '../picture';

/** Sums over rectangles in four look-ups: of the values and of their squares, [height + 1, width + 1]. */
export type IntegralPicture = { stride: number; values: Float64Array; squares: Float64Array };

export function integralPicture({ width, height, data }: GreyPicture): IntegralPicture {
  const stride = width + 1;
  const values = new Float64Array(stride * (height + 1));
  const squares = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let [sum, square] = [0, 0];
    const above = y * stride + 1;
    const from = y * width;
    for (let x = 0; x < width; x++) {
      const value = data[from + x] ?? 0;
      sum += value;
      square += value * value;
      values[above + stride + x] = (values[above + x] ?? 0) + sum;
      squares[above + stride + x] = (squares[above + x] ?? 0) + square;
    }
  }
  return { stride, values, squares };
}

/** Sums of the rectangles of one size at each place: [height - h + 1, width - w + 1]. */
export function slidingSums(
  table: Float64Array,
  stride: number,
  { width, height }: { width: number; height: number },
): Float64Array {
  const across = stride - width;
  const down = table.length / stride - height;
  const sums = new Float64Array(across * down);
  for (let y = 0; y < down; y++) {
    const top = y * stride;
    const bottom = top + height * stride;
    const to = y * across;
    for (let x = 0; x < across; x++) {
      sums[to + x] =
        (table[bottom + width + x] ?? 0) -
        (table[bottom + x] ?? 0) -
        (table[top + width + x] ?? 0) +
        (table[top + x] ?? 0);
    }
  }
  return sums;
}
