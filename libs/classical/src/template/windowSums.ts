import type { GreyPicture } from '../picture';

/**
 * Sums over rectangles in four look-ups, [height + 1, width + 1]: of the values modulo 2^32, which the difference of four
 * undoes for any rectangle of less than eight million pixels, and of their squares.
 */
export type IntegralPicture = { stride: number; values: Int32Array; squares: Float64Array };

export function integralPicture({ width, height, data }: GreyPicture): IntegralPicture {
  const stride = width + 1;
  const values = new Int32Array(stride * (height + 1));
  const squares = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let [sum, square] = [0, 0];
    const above = y * stride + 1;
    const from = y * width;
    for (let x = 0; x < width; x++) {
      const value = data[from + x] ?? 0;
      sum = (sum + value) | 0;
      square += value * value;
      values[above + stride + x] = ((values[above + x] ?? 0) + sum) | 0;
      squares[above + stride + x] = (squares[above + x] ?? 0) + square;
    }
  }
  return { stride, values, squares };
}

// All indices below are in bounds by their loops; the test of `?? 0` would take as long as the sums.

export type Size = { width: number; height: number };

/**
 * Sums of the rectangles of one size at each place: [height - h + 1, width - w + 1]. Single precision holds them exactly
 * up to 256 x 256 pixels.
 */
export function slidingSums({ width, height, data }: GreyPicture, size: Size): Float32Array {
  const across = width - size.width + 1;
  const sums = new Float32Array(across * (height - size.height + 1));
  const columns = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    slideColumns(columns, { enters: data, width, y, leaves: y - size.height });
    const to = (y - size.height + 1) * across;
    if (to < 0) continue;
    let sum = 0;
    for (let x = 0; x < size.width; x++) sum += columns[x] as number;
    sums[to] = sum;
    for (let x = 1; x < across; x++) {
      sum += (columns[x + size.width - 1] as number) - (columns[x - 1] as number);
      sums[to + x] = sum;
    }
  }
  return sums;
}

/** Moves the sums of each column down to row y; the row that leaves may be above the picture. */
function slideColumns(
  columns: Int32Array,
  { enters: data, width, y, leaves }: { enters: Uint8Array; width: number; y: number; leaves: number },
): void {
  const from = y * width;
  if (leaves < 0) {
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (data[from + x] as number);
    return;
  }
  const before = leaves * width;
  for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (data[from + x] as number) - (data[before + x] as number);
}

/** The same of the values' squares. */
function slideSquares(
  columns: Int32Array,
  { enters: data, width, y, leaves }: { enters: Uint8Array; width: number; y: number; leaves: number },
): void {
  const from = y * width;
  if (leaves < 0) {
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (data[from + x] as number) ** 2;
    return;
  }
  const before = leaves * width;
  for (let x = 0; x < width; x++) {
    const [value, other] = [data[from + x] as number, data[before + x] as number];
    columns[x] = (columns[x] as number) + (value - other) * (value + other);
  }
}

/**
 * Goes down the rows of places: sums of the windows' values and of their squares in each, [width - w + 1]. A window has
 * at most 33,000 rows, so that 32 bits hold a column's squares.
 */
export function createWindowRows({ width, data }: GreyPicture, window: Size) {
  const across = width - window.width + 1;
  const [sums, squares] = [new Float64Array(across), new Float64Array(across)];
  const [columns, columnSquares] = [new Int32Array(width), new Int32Array(width)];
  let bottom = 0;
  const slide = (): void => {
    const rows = { enters: data, width, y: bottom, leaves: bottom - window.height };
    slideColumns(columns, rows);
    slideSquares(columnSquares, rows);
    bottom++;
  };
  while (bottom < window.height - 1) slide();
  return {
    sums,
    squares,
    next(): void {
      slide();
      let [sum, square] = [0, 0];
      for (let x = 0; x < window.width; x++) {
        sum += columns[x] as number;
        square += columnSquares[x] as number;
      }
      sums[0] = sum;
      squares[0] = square;
      for (let x = 1; x < across; x++) {
        const after = x + window.width - 1;
        sum += (columns[after] as number) - (columns[x - 1] as number);
        square += (columnSquares[after] as number) - (columnSquares[x - 1] as number);
        sums[x] = sum;
        squares[x] = square;
      }
    },
  };
}
