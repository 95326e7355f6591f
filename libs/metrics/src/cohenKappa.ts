import { columnSums, diagonal, rowSums } from './confusionMatrix';

/**
 * Cohen's kappa, at most 1: the agreement of truth and predictions beyond what their frequencies alone would give (Cohen
 * 1960, doi 10.1177/001316446002000104). Null when both are of one and the same class, where chance explains everything.
 *
 * @param matrix rows = truth
 */
export function cohenKappa(matrix: readonly (readonly number[])[]): number | null {
  const truth = rowSums(matrix);
  const predicted = columnSums(matrix);
  const samples = truth.reduce((sum, count) => sum + count, 0);
  const right = diagonal(matrix).reduce((sum, count) => sum + count, 0);
  const byChance = truth.reduce((sum, count, c) => sum + count * (predicted[c] ?? 0), 0);
  const room = samples ** 2 - byChance;
  return room === 0 ? null : (right * samples - byChance) / room;
}
