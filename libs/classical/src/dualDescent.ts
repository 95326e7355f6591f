import { createRandom } from './random';

/** Standardised rows [N, D]; every row has one more feature that is always 1, whose weight is the bias. */
export type Rows = { x_ND: Float32Array; N: number; D: number };

export type DualProblem = {
  rows: Rows;
  /** +1 for the class, -1 for the rest. */
  signs: Float64Array;
  /** C of each row. */
  costs: Float64Array;
  /** Each row's squared length, without the constant feature. */
  squares: Float64Array;
  maxIterations: number;
  tolerance: number;
  seed: number;
};

/** Weights [D + 1], the bias last. */
export type DualSolution = { w: Float64Array; converged: boolean };

/** Rows up to which their products are held: 72 MB of float64. */
export const MAX_PRODUCT_ROWS = 3000;

/**
 * min 1/2 w'w + sum_i C_i max(0, 1 - y_i w'x_i)^2 by descent on one dual variable at a time (C.-J. Hsieh et al., ICML
 * 2008, algorithm 1 without shrinking), with w kept up to date.
 */
export function solveByRows(problem: DualProblem): DualSolution {
  const { x_ND, D } = problem.rows;
  const w = new Float64Array(D + 1);
  const converged = descend(problem, {
    valueAt(i) {
      let dot = w[D] ?? 0;
      for (let d = 0; d < D; d++) dot += (w[d] ?? 0) * (x_ND[i * D + d] ?? 0);
      return dot;
    },
    step(i, amount) {
      for (let d = 0; d < D; d++) w[d] = (w[d] ?? 0) + amount * (x_ND[i * D + d] ?? 0);
      w[D] = (w[D] ?? 0) + amount;
    },
  });
  return { w, converged };
}

/** The same descent with w'x_i of all rows kept up to date by the rows' products; a row at rest costs nothing. */
export function solveByProducts(problem: DualProblem & { products: Float64Array }): DualSolution {
  const { x_ND, N, D } = problem.rows;
  const { products } = problem;
  const values = new Float64Array(N);
  const amounts = new Float64Array(N);
  const converged = descend(problem, {
    valueAt: (i) => values[i] ?? 0,
    step(i, amount) {
      amounts[i] = (amounts[i] ?? 0) + amount;
      const at = i * N;
      for (let j = 0; j < N; j++) values[j] = (values[j] ?? 0) + amount * (products[at + j] ?? 0);
    },
  });
  const w = new Float64Array(D + 1);
  for (let i = 0; i < N; i++) {
    const amount = amounts[i] ?? 0;
    if (amount === 0) continue;
    for (let d = 0; d < D; d++) w[d] = (w[d] ?? 0) + amount * (x_ND[i * D + d] ?? 0);
    w[D] = (w[D] ?? 0) + amount;
  }
  return { w, converged };
}

/** x_i'x_j + 1 of all pairs: [N, N]. */
export function rowProducts({ x_ND, N, D }: Rows): Float64Array {
  const products = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 1;
      for (let d = 0; d < D; d++) sum += (x_ND[i * D + d] ?? 0) * (x_ND[j * D + d] ?? 0);
      products[i * N + j] = sum;
      products[j * N + i] = sum;
    }
  }
  return products;
}

/** x_i'x_i of all rows. */
export function rowSquares({ x_ND, N, D }: Rows): Float64Array {
  return Float64Array.from({ length: N }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += (x_ND[i * D + d] ?? 0) ** 2;
    return sum;
  });
}

/** w'x_i, and what adding `amount` times row i to w does. */
type Model = { valueAt(i: number): number; step(i: number, amount: number): void };

function descend(problem: DualProblem, model: Model): boolean {
  const { rows, signs, costs, squares, maxIterations, tolerance, seed } = problem;
  const { N } = rows;
  const alpha = new Float64Array(N);
  const random = createRandom(seed);
  const order = Int32Array.from({ length: N }, (_, i) => i);
  for (let pass = 0; pass < maxIterations; pass++) {
    let [largest, smallest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = N - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    for (const i of order) {
      const [y, a] = [signs[i] ?? 1, alpha[i] ?? 0];
      const diagonal = 1 / (2 * (costs[i] ?? 1));
      const gradient = y * model.valueAt(i) - 1 + diagonal * a;
      const projected = a === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, projected);
      smallest = Math.min(smallest, projected);
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(0, a - gradient / ((squares[i] ?? 0) + 1 + diagonal));
      alpha[i] = next;
      model.step(i, (next - a) * y);
    }
    if (largest - smallest <= tolerance) return true;
  }
  return false;
}
