import { type FloatPicture, type GreyPicture, requireSize } from '../picture';

/**
 * The polynomial surface of least squares through all pixels: uneven lighting. Coordinates run from -1 to 1 across and
 * down.
 *
 * @param degree highest power of both coordinates together, 0 to 5
 * @throws RangeError when the pixels do not fill the size, the degree is out of range or there are too few pixels
 */
export function polynomialBackground(picture: GreyPicture, degree: number): FloatPicture {
  requireSize(picture);
  if (!Number.isInteger(degree) || degree < 0 || degree > 5) throw new RangeError(`a degree of ${degree}, not 0 to 5`);
  const { width, height, data } = picture;
  if (Math.min(width, height) <= degree) {
    throw new RangeError(`${width} x ${height} pixels do not settle a surface of degree ${degree}`);
  }
  const [columns, rows] = [powersOf(width, degree), powersOf(height, degree)];
  const terms = termsOf(degree);
  const sides = terms.map(({ p, q }) => {
    let sum = 0;
    for (let y = 0; y < height; y++) {
      let row = 0;
      for (let x = 0; x < width; x++) row += (data[y * width + x] ?? 0) * (columns[p]?.[x] ?? 0);
      sum += row * (rows[q]?.[y] ?? 0);
    }
    return sum;
  });
  const matrix = terms.map((a) => terms.map((b) => dot(columns[a.p], columns[b.p]) * dot(rows[a.q], rows[b.q])));
  const coefficients = solvePositive(matrix, sides);
  const surface = new Float64Array(data.length);
  terms.forEach(({ p, q }, term) => {
    for (let y = 0; y < height; y++) {
      const factor = (coefficients[term] ?? 0) * (rows[q]?.[y] ?? 0);
      for (let x = 0; x < width; x++) {
        surface[y * width + x] = (surface[y * width + x] ?? 0) + factor * (columns[p]?.[x] ?? 0);
      }
    }
  });
  return { width, height, data: surface };
}

function termsOf(degree: number): { p: number; q: number }[] {
  const terms: { p: number; q: number }[] = [];
  for (let q = 0; q <= degree; q++) for (let p = 0; p + q <= degree; p++) terms.push({ p, q });
  return terms;
}

/** Legendre's polynomials at each place from -1 to 1: nearly at right angles, where plain powers are nearly alike. */
function powersOf(length: number, degree: number): Float64Array[] {
  const places = Float64Array.from({ length }, (_, i) => (length === 1 ? 0 : (2 * i) / (length - 1) - 1));
  const all = [new Float64Array(length).fill(1), places];
  for (let n = 1; n < degree; n++) {
    const [last, before] = [all[n], all[n - 1]];
    all.push(places.map((t, i) => ((2 * n + 1) * t * (last?.[i] ?? 0) - n * (before?.[i] ?? 0)) / (n + 1)));
  }
  return all;
}

function dot(a: Float64Array | undefined, b: Float64Array | undefined): number {
  let sum = 0;
  a?.forEach((value, i) => {
    sum += value * (b?.[i] ?? 0);
  });
  return sum;
}

/** Cholesky's way to solve a symmetric positive system. */
function solvePositive(matrix: readonly (readonly number[])[], sides: readonly number[]): number[] {
  const n = sides.length;
  const lower = Array.from({ length: n }, () => new Float64Array(n));
  const at = (i: number, j: number): number => lower[i]?.[j] ?? 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      const row = lower[i];
      if (row) row[j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  }
  const found = [...sides];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) found[i] = (found[i] ?? 0) - at(i, k) * (found[k] ?? 0);
    found[i] = (found[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) found[i] = (found[i] ?? 0) - at(k, i) * (found[k] ?? 0);
    found[i] = (found[i] ?? 0) / at(i, i);
  }
  return found;
}
