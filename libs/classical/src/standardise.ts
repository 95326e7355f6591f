/** Mean and spread of each feature; a feature that never changes has the spread 1, as in scikit-learn. */
export type Standardiser = { mean: Float32Array; std: Float32Array };

/** Population mean and standard deviation of each column of [N, D]. */
export function fitStandardiser(features: Float32Array, N: number, D: number): Standardiser {
  const mean = new Float64Array(D);
  const square = new Float64Array(D);
  for (let i = 0; i < N; i++) for (let d = 0; d < D; d++) mean[d] = (mean[d] ?? 0) + (features[i * D + d] ?? 0) / N;
  for (let i = 0; i < N; i++) {
    for (let d = 0; d < D; d++) square[d] = (square[d] ?? 0) + ((features[i * D + d] ?? 0) - (mean[d] ?? 0)) ** 2 / N;
  }
  const std = Float32Array.from(square, (variance, d) => {
    const isConstant = variance <= (1e-7 * Math.max(1e-7, Math.abs(mean[d] ?? 0))) ** 2;
    return isConstant ? 1 : Math.sqrt(variance);
  });
  return { mean: Float32Array.from(mean), std };
}

/** (x - mean) / std of every row. */
export function applyStandardiser({ mean, std }: Standardiser, features: Float32Array): Float32Array {
  const D = mean.length;
  return features.map((value, i) => (value - (mean[i % D] ?? 0)) / (std[i % D] ?? 1));
}
