import type { KernelRows } from './kernels';

export type SmoProblem = {
  kernel: KernelRows;
  /** +1 or -1 of each row. */
  signs: Float64Array;
  /** Upper bound of each row's variable. */
  bounds: Float64Array;
  /** Factor of each variable in the linear term. */
  linear: Float64Array;
  /** Where the variables start; y'alpha stays what it is here. */
  start: Float64Array;
  maxIterations: number;
  /** Stops when the most violating pair violates by less. */
  tolerance: number;
};

/** The decision of x is sum_i signs_i alpha_i K(x_i, x) - rho. */
export type SmoSolution = { alpha: Float64Array; rho: number; converged: boolean };

/** In place of a curvature that is not positive. */
const CURVATURE_MIN = 1e-12;

/**
 * min 1/2 alpha'Q alpha + linear'alpha with 0 <= alpha <= bounds and y'alpha fixed, Q_ij = y_i y_j K_ij, by sequential
 * minimal optimisation: the most violating row and the one that with it gains most by second-order information are
 * solved for alone (R.-E. Fan, P.-H. Chen, C.-J. Lin, JMLR 2005, working set selection 2, as in libsvm without shrinking).
 */
export function solveSmo({ kernel, signs, bounds, linear, start, maxIterations, tolerance }: SmoProblem): SmoSolution {
  const { N, diagonal } = kernel;
  const alpha = Float64Array.from(start);
  const gradient = Float64Array.from(linear);
  for (let j = 0; j < N; j++) {
    const weight = (alpha[j] ?? 0) * (signs[j] ?? 1);
    if (weight === 0) continue;
    const row = kernel.row(j);
    for (let i = 0; i < N; i++) gradient[i] = (gradient[i] ?? 0) + (signs[i] ?? 1) * weight * (row[i] ?? 0);
  }
  let converged = false;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    let most = Number.NEGATIVE_INFINITY;
    let i = -1;
    for (let t = 0; t < N; t++) {
      const y = signs[t] ?? 1;
      const isFree = y > 0 ? (alpha[t] ?? 0) < (bounds[t] ?? 0) : (alpha[t] ?? 0) > 0;
      if (!isFree) continue;
      const violation = -y * (gradient[t] ?? 0);
      if (violation < most) continue;
      most = violation;
      i = t;
    }
    let least = Number.NEGATIVE_INFINITY;
    let gain = Number.POSITIVE_INFINITY;
    let j = -1;
    const row = i < 0 ? undefined : kernel.row(i);
    for (let t = 0; row && t < N; t++) {
      const y = signs[t] ?? 1;
      const isFree = y > 0 ? (alpha[t] ?? 0) > 0 : (alpha[t] ?? 0) < (bounds[t] ?? 0);
      if (!isFree) continue;
      const value = y * (gradient[t] ?? 0);
      if (value > least) least = value;
      const apart = most + value;
      if (apart <= 0) continue;
      const curvature = (diagonal[i] ?? 0) + (diagonal[t] ?? 0) - 2 * (row[t] ?? 0);
      const change = -(apart * apart) / (curvature > 0 ? curvature : CURVATURE_MIN);
      if (change > gain) continue;
      gain = change;
      j = t;
    }
    if (!row || j < 0 || most + least < tolerance) {
      converged = true;
      break;
    }
    const [before_i, before_j] = [alpha[i] ?? 0, alpha[j] ?? 0];
    solvePair({ alpha, gradient, signs, bounds }, i, j, (diagonal[i] ?? 0) + (diagonal[j] ?? 0) - 2 * (row[j] ?? 0));
    const step_i = ((alpha[i] ?? 0) - before_i) * (signs[i] ?? 1);
    const step_j = ((alpha[j] ?? 0) - before_j) * (signs[j] ?? 1);
    const other = kernel.row(j);
    for (let t = 0; t < N; t++) {
      gradient[t] = (gradient[t] ?? 0) + (signs[t] ?? 1) * (step_i * (row[t] ?? 0) + step_j * (other[t] ?? 0));
    }
  }
  return { alpha, rho: offsetOf({ alpha, gradient, signs, bounds }), converged };
}

type State = { alpha: Float64Array; gradient: Float64Array; signs: Float64Array; bounds: Float64Array };

/** The best two variables within their bounds, all others at rest. */
function solvePair({ alpha, gradient, signs, bounds }: State, i: number, j: number, curvature: number): void {
  const steep = curvature > 0 ? curvature : CURVATURE_MIN;
  const [c_i, c_j] = [bounds[i] ?? 0, bounds[j] ?? 0];
  let [a_i, a_j] = [alpha[i] ?? 0, alpha[j] ?? 0];
  if (signs[i] !== signs[j]) {
    const delta = (-(gradient[i] ?? 0) - (gradient[j] ?? 0)) / steep;
    const apart = a_i - a_j;
    a_i += delta;
    a_j += delta;
    if (apart > 0 && a_j < 0) [a_i, a_j] = [apart, 0];
    else if (apart <= 0 && a_i < 0) [a_i, a_j] = [0, -apart];
    if (apart > c_i - c_j && a_i > c_i) [a_i, a_j] = [c_i, c_i - apart];
    else if (apart <= c_i - c_j && a_j > c_j) [a_i, a_j] = [c_j + apart, c_j];
  } else {
    const delta = ((gradient[i] ?? 0) - (gradient[j] ?? 0)) / steep;
    const sum = a_i + a_j;
    a_i -= delta;
    a_j += delta;
    if (sum > c_i && a_i > c_i) [a_i, a_j] = [c_i, sum - c_i];
    else if (sum <= c_i && a_j < 0) [a_i, a_j] = [sum, 0];
    if (sum > c_j && a_j > c_j) [a_i, a_j] = [sum - c_j, c_j];
    else if (sum <= c_j && a_i < 0) [a_i, a_j] = [0, sum];
  }
  alpha[i] = a_i;
  alpha[j] = a_j;
}

/** From the rows between their bounds; where there are none, the middle of what the bounds leave. */
function offsetOf({ alpha, gradient, signs, bounds }: State): number {
  let [free, sum] = [0, 0];
  let [upper, lower] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < alpha.length; t++) {
    const y = signs[t] ?? 1;
    const value = y * (gradient[t] ?? 0);
    const isAtUpper = (alpha[t] ?? 0) >= (bounds[t] ?? 0);
    const isAtLower = (alpha[t] ?? 0) <= 0;
    if (isAtUpper) {
      if (y < 0) upper = Math.min(upper, value);
      else lower = Math.max(lower, value);
    } else if (isAtLower) {
      if (y > 0) upper = Math.min(upper, value);
      else lower = Math.max(lower, value);
    } else {
      free++;
      sum += value;
    }
  }
  if (free > 0) return sum / free;
  if (!Number.isFinite(upper)) return lower;
  return Number.isFinite(lower) ? (upper + lower) / 2 : upper;
}
