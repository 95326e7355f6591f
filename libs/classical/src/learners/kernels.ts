import { countRows } from './rows';

/** How alike two rows are: their product, or exp(-gamma |x - y|^2). */
export type Kernel = { kind: 'linear' } | { kind: 'rbf'; gamma: number };

/** A kernel against fixed rows. */
export interface KernelRows {
  readonly N: number;
  /** Of each row with itself. */
  readonly diagonal: Float64Array;
  /** Of row `i` with every row: [N]. Valid until so many others were asked for that its place is needed. */
  row(i: number): Float64Array;
}

/** Memory that rows are kept in. */
const CACHE_BYTES = 256 * 2 ** 20;

/** The kernel between all of these rows, a row at a time when it is asked for. */
export function openKernel(kernel: Kernel, features: Float32Array, D: number): KernelRows {
  const N = countRows(features, D);
  const squares = squaredLengths(features, D);
  const diagonal = kernel.kind === 'linear' ? squares : new Float64Array(N).fill(1);
  const places = Math.max(2, Math.floor(CACHE_BYTES / (8 * Math.max(1, N))));
  const kept = new Map<number, Float64Array>();
  return {
    N,
    diagonal,
    row(i) {
      const known = kept.get(i);
      if (known) {
        // The one that was asked for last goes last.
        kept.delete(i);
        kept.set(i, known);
        return known;
      }
      let values: Float64Array | undefined;
      if (kept.size >= places) {
        const [oldest] = kept.keys();
        values = kept.get(oldest ?? -1);
        kept.delete(oldest ?? -1);
      }
      values ??= new Float64Array(N);
      fillKernel(values, kernel, { features, squares, D }, features.subarray(i * D, (i + 1) * D));
      kept.set(i, values);
      return values;
    },
  };
}

/** x'x of each row. */
export function squaredLengths(features: Float32Array, D: number): Float64Array {
  return Float64Array.from({ length: countRows(features, D) }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += (features[i * D + d] ?? 0) ** 2;
    return sum;
  });
}

/** Fills `values` with the kernel of `x` and every one of the rows. */
export function fillKernel(
  values: Float64Array,
  kernel: Kernel,
  { features, squares, D }: { features: Float32Array; squares: Float64Array; D: number },
  x: Float32Array,
): void {
  let square = 0;
  for (let d = 0; d < D; d++) square += (x[d] ?? 0) ** 2;
  for (let j = 0, at = 0; j < values.length; j++, at += D) {
    let dot = 0;
    for (let d = 0; d < D; d++) dot += (x[d] ?? 0) * (features[at + d] ?? 0);
    values[j] =
      kernel.kind === 'linear' ? dot : Math.exp(-kernel.gamma * Math.max(0, square + (squares[j] ?? 0) - 2 * dot));
  }
}

/** One over the number of features times the variance of all values together, as scikit-learn's `scale`. */
export function scaleGamma(features: Float32Array, D: number): number {
  let mean = 0;
  for (const value of features) mean += value / features.length;
  let variance = 0;
  for (const value of features) variance += (value - mean) ** 2 / features.length;
  return variance > 0 ? 1 / (D * variance) : 1;
}
