import { fitStandardiser } from '../standardise';
import { countRows, widthOf } from './rows';

/** How features are brought to one scale: mean 0 and deviation 1, from 0 to 1, or not at all. */
export type Scaling = 'standard' | 'minMax' | 'none';

/** (x - shift) / scale of each feature. */
export type Scaler = { shift: Float32Array; scale: Float32Array };

/** scikit-learn's `StandardScaler` or `MinMaxScaler`, of N rows; null for `none`. */
export function fitScaler(scaling: Scaling, features: Float32Array, N: number): Scaler | null {
  if (scaling === 'none') return null;
  const D = widthOf(features, N);
  if (scaling === 'standard') {
    const { mean, std } = fitStandardiser(features, N, D);
    return { shift: mean, scale: std };
  }
  const low = new Float32Array(D).fill(Number.POSITIVE_INFINITY);
  const high = new Float32Array(D).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < N; i++) {
    for (let d = 0; d < D; d++) {
      const value = features[i * D + d] ?? 0;
      if (value < (low[d] ?? 0)) low[d] = value;
      if (value > (high[d] ?? 0)) high[d] = value;
    }
  }
  return { shift: low, scale: high.map((most, d) => (most > (low[d] ?? 0) ? most - (low[d] ?? 0) : 1)) };
}

/** The rows at the scaler's scale; the same rows without one. */
export function applyScaler(scaler: Scaler | null, features: Float32Array): Float32Array {
  if (!scaler) return features;
  const { shift, scale } = scaler;
  countRows(features, shift.length);
  const D = shift.length;
  return features.map((value, i) => (value - (shift[i % D] ?? 0)) / (scale[i % D] ?? 1));
}
