/** Eigenvalues, the largest first, and where they were asked for the eigenvectors, [n, n], one a row in that order. */
export type SymmetricEigen = { values: Float64Array; vectors: Float64Array | null };

/** Rotations after which an eigenvalue counts as not to be found; a handful is usual. */
const ROUNDS_MAX = 60;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix: Householder's reduction to three diagonals, then implicit QL
 * steps (EISPACK's `tred2` and `tql2`; Bowdler, Martin, Reinsch and Wilkinson 1968). About n³ steps of work without
 * vectors and three times as much with them.
 *
 * @param matrix [n, n], row by row; only its lower half is read
 * @throws RangeError when the matrix is not square or not finite
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
  { vectors = false }: { vectors?: boolean } = {},
): SymmetricEigen {
  if (matrix.length !== n * n) throw new RangeError(`symmetricEigen: ${matrix.length} values are no matrix of ${n}`);
  if (!matrix.every(Number.isFinite)) throw new RangeError('symmetricEigen: a value is not a finite number');
  if (n === 0) return { values: new Float64Array(0), vectors: vectors ? new Float64Array(0) : null };
  // Row i of V becomes eigenvector i, so that the rotations below run along memory.
  const V = matrix.slice();
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) V[j * n + i] = at(V, i * n + j);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  reduce(V, n, { diagonal, beside, vectors });
  iterate(diagonal, beside, vectors ? V : null);
  return sorted(diagonal, vectors ? V : null);
}

type Tridiagonal = { diagonal: Float64Array; beside: Float64Array };

/** Householder's reflections from the last row up; V becomes the transposed product of them where it is wanted. */
function reduce(V: Float64Array, n: number, { diagonal, beside, vectors }: Tridiagonal & { vectors: boolean }): void {
  const scales = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = V.subarray(i * n, i * n + i);
    let scale = 0;
    for (const value of row) scale += Math.abs(value);
    if (i === 1 || scale === 0) {
      beside[i] = at(row, i - 1);
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      const value = at(row, k) / scale;
      row[k] = value;
      h += value * value;
    }
    const f = at(row, i - 1);
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    beside[i] = scale * g;
    h -= f * g;
    row[i - 1] = f - g;
    scales[i] = h;
    // p = A u / h, K = u p / 2 h, and A becomes A - u q' - q u' with q = p - K u.
    let sum = 0;
    for (let j = 0; j < i; j++) {
      let product = 0;
      for (let k = 0; k <= j; k++) product += at(V, j * n + k) * at(row, k);
      for (let k = j + 1; k < i; k++) product += at(V, k * n + j) * at(row, k);
      beside[j] = product / h;
      sum += (product / h) * at(row, j);
    }
    const half = sum / (h + h);
    for (let j = 0; j < i; j++) {
      const u = at(row, j);
      const q = at(beside, j) - half * u;
      beside[j] = q;
      for (let k = 0; k <= j; k++) {
        V[j * n + k] = at(V, j * n + k) - u * at(beside, k) - q * at(row, k);
      }
    }
  }
  for (let i = 0; i < n; i++) diagonal[i] = at(V, i * n + i);
  beside[0] = 0;
  if (vectors) accumulate(V, n, scales);
}

/** The product of the reflections, from those that are stored in the rows of V. */
function accumulate(V: Float64Array, n: number, scales: Float64Array): void {
  // Q starts as the identity; each reflection acts on the block before its row.
  const Q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) Q[i * n + i] = 1;
  const along = new Float64Array(n);
  for (let i = 1; i < n; i++) {
    const h = at(scales, i);
    if (h === 0) continue;
    const u = V.subarray(i * n, i * n + i);
    along.fill(0);
    for (let k = 0; k < i; k++) {
      const weight = at(u, k) / h;
      for (let j = 0; j < i; j++) along[j] = at(along, j) + weight * at(Q, k * n + j);
    }
    for (let k = 0; k < i; k++) {
      const weight = at(u, k);
      for (let j = 0; j < i; j++) Q[k * n + j] = at(Q, k * n + j) - weight * at(along, j);
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) V[i * n + j] = at(Q, j * n + i);
}

/** Implicit QL steps until the values beside the diagonal are nothing; rotates the rows of `rows` along. */
function iterate(d: Float64Array, e: Float64Array, rows: Float64Array | null): void {
  const n = d.length;
  for (let i = 1; i < n; i++) e[i - 1] = at(e, i);
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l;
      while (m < n - 1) {
        const size = Math.abs(at(d, m)) + Math.abs(at(d, m + 1));
        if (Math.abs(at(e, m)) <= Number.EPSILON * size) break;
        m++;
      }
      if (m === l) break;
      if (round === ROUNDS_MAX) throw new Error(`symmetricEigen: value ${l} was not found in ${ROUNDS_MAX} rounds`);
      step(d, e, { l, m, rows });
    }
  }
}

function step(
  d: Float64Array,
  e: Float64Array,
  { l, m, rows }: { l: number; m: number; rows: Float64Array | null },
): void {
  let g = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
  let r = Math.hypot(g, 1);
  g = at(d, m) - at(d, l) + at(e, l) / (g + (g >= 0 ? r : -r));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * at(e, i);
    const b = c * at(e, i);
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = at(d, i + 1) - p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = at(d, i + 1) - p;
    r = (at(d, i) - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    if (rows) rotate(rows, { i, n: d.length, s, c });
  }
  d[l] = at(d, l) - p;
  e[l] = g;
  e[m] = 0;
}

function rotate(rows: Float64Array, { i, n, s, c }: { i: number; n: number; s: number; c: number }): void {
  for (let k = 0; k < n; k++) {
    const lower = at(rows, (i + 1) * n + k);
    const upper = at(rows, i * n + k);
    rows[(i + 1) * n + k] = s * upper + c * lower;
    rows[i * n + k] = c * upper - s * lower;
  }
}

function sorted(diagonal: Float64Array, rows: Float64Array | null): SymmetricEigen {
  const n = diagonal.length;
  const order = [...diagonal.keys()].sort((a, b) => at(diagonal, b) - at(diagonal, a));
  const values = Float64Array.from(order, (place) => at(diagonal, place));
  if (!rows) return { values, vectors: null };
  const vectors = new Float64Array(n * n);
  for (const [i, place] of order.entries()) vectors.set(rows.subarray(place * n, (place + 1) * n), i * n);
  return { values, vectors };
}

function at(array: Float64Array, place: number): number {
  return array[place] ?? 0;
}
