import { fillKernel, openKernel, scaleGamma, squaredLengths } from './kernels';
import { countRows, pickRows, widthOf } from './rows';
import { solveSmo } from './smo';

export type OneClassSvmOptions = {
  /** [N, D] row by row, all of the one class. */
  features: Float32Array;
  N: number;
  /** Share of the rows that may lie outside, at most; share of the rows that are kept, at least. */
  nu: number;
  gamma: number | 'scale';
  maxIterations?: number;
  tolerance?: number;
};

export type OneClassSvm = {
  dimension: number;
  gamma: number;
  /** [S, D] */
  support: Float32Array;
  /** [S] */
  coefficients: Float64Array;
  offset: number;
  converged: boolean;
};

/** The smallest region that holds most rows (B. Schölkopf et al., Neural Computation 2001): scikit-learn's `OneClassSVM`. */
export function trainOneClassSvm(options: OneClassSvmOptions): OneClassSvm {
  const { features, N, nu, maxIterations = 10_000_000, tolerance = 1e-4 } = options;
  const D = widthOf(features, N);
  const gamma = options.gamma === 'scale' ? scaleGamma(features, D) : options.gamma;
  const whole = Math.floor(nu * N);
  const { alpha, rho, converged } = solveSmo({
    kernel: openKernel({ kind: 'rbf', gamma }, features, D),
    signs: new Float64Array(N).fill(1),
    bounds: new Float64Array(N).fill(1),
    linear: new Float64Array(N),
    start: Float64Array.from({ length: N }, (_, i) => (i < whole ? 1 : i === whole ? nu * N - whole : 0)),
    maxIterations,
    tolerance,
  });
  const kept = Array.from(alpha.keys()).filter((i) => (alpha[i] ?? 0) > 0);
  return {
    dimension: D,
    gamma,
    support: pickRows(features, D, kept),
    coefficients: Float64Array.from(kept, (i) => alpha[i] ?? 0),
    offset: -rho,
    converged,
  };
}

/** Decision values [N]: above 0 inside, below outside. */
export function oneClassDecisions(svm: OneClassSvm, features: Float32Array): Float64Array {
  const { dimension: D, gamma, support, coefficients, offset } = svm;
  const rows = { features: support, squares: squaredLengths(support, D), D };
  const alike = new Float64Array(coefficients.length);
  return Float64Array.from({ length: countRows(features, D) }, (_, i) => {
    fillKernel(alike, { kind: 'rbf', gamma }, rows, features.subarray(i * D, (i + 1) * D));
    return coefficients.reduce((sum, coefficient, s) => sum + coefficient * (alike[s] ?? 0), offset);
  });
}
