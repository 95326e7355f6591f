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

export type Size = { width: number; height: number };

/*
 * Below, sums go down the rows as sums of each column and along a row as their sum; the row or column that leaves a window
 * is subtracted. All indices are in bounds by their loops; the test of `?? 0` would take as long as the sums.
 */

/**
 * Sums of the rectangles of one size at each place: [height - h + 1, width - w + 1]. Single precision holds them exactly
 * up to 256 x 256 pixels.
 */
export function slidingSums({ width, height, data }: GreyPicture, size: Size): Float32Array {
  const across = width - size.width + 1;
  const sums = new Float32Array(across * (height - size.height + 1));
  const columns = sumRows({ width, data }, size.height - 1);
  const leaving = new Uint8Array(width);
  let to = 0;
  for (let y = 0; y + size.height <= height; y++) {
    const enters = (y + size.height - 1) * width;
    let sum = 0;
    for (let x = 0; x < width; x++) {
      const column = (columns[x] as number) + (data[enters + x] as number) - (leaving[x] as number);
      columns[x] = column;
      sum += column;
      const first = x - size.width + 1;
      if (first < 0) continue;
      sums[to++] = sum;
      sum -= columns[first] as number;
    }
    leaving.set(data.subarray(y * width, (y + 1) * width));
  }
  return sums;
}

function sumRows({ width, data }: { width: number; data: Uint8Array }, rows: number): Int32Array {
  const columns = new Int32Array(width);
  for (let i = 0; i < rows * width; ) {
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (data[i++] as number);
  }
  return columns;
}

/**
 * Goes down the rows of places: sums of the windows' values and of their squares in each, [width - w + 1]. A window has
 * at most 33,000 rows, so that 32 bits hold a column's squares.
 */
export function createWindowRows({ width, data }: GreyPicture, window: Size) {
  const across = width - window.width + 1;
  const [sums, squares] = [new Float64Array(across), new Float64Array(across)];
  const columns = sumRows({ width, data }, window.height - 1);
  const columnSquares = new Int32Array(width);
  for (let y = 0; y < window.height - 1; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x] as number;
      columnSquares[x] = (columnSquares[x] as number) + value * value;
    }
  }
  // The row above the window; nothing at first.
  const leaving = new Uint8Array(width);
  let y = 0;
  return {
    sums,
    squares,
    next(): void {
      const enters = (y + window.height - 1) * width;
      let sum = 0;
      let square = 0;
      for (let x = 0; x < width; x++) {
        const value = data[enters + x] as number;
        const other = leaving[x] as number;
        columns[x] = (columns[x] as number) + value - other;
        columnSquares[x] = (columnSquares[x] as number) + (value - other) * (value + other);
      }
      for (let x = 0; x < window.width - 1; x++) {
        sum += columns[x] as number;
        square += columnSquares[x] as number;
      }
      for (let first = 0, last = window.width - 1; first < across; first++, last++) {
        sum += columns[last] as number;
        square += columnSquares[last] as number;
        sums[first] = sum;
        squares[first] = square;
        sum -= columns[first] as number;
        square -= columnSquares[first] as number;
      }
      leaving.set(data.subarray(y * width, (y + 1) * width));
      y++;
    },
  };
}
