import { columnSums, diagonal, rowSums } from './confusionMatrix';

/**
 * Matthews' correlation coefficient for any number of classes, -1 to 1 (Gorodkin 2004, doi 10.1016/j.compbiolchem.2004.09.006,
 * eq. 8). 0, as with scikit-learn, when truth or predictions are of one class alone.
 *
 * @param matrix rows = truth
 */
export function mcc(matrix: readonly (readonly number[])[]): number {
  const truth = rowSums(matrix);
  const predicted = columnSums(matrix);
  const samples = sum(truth);
  const right = sum(diagonal(matrix));
  const together = right * samples - dot(truth, predicted);
  const spread = (samples ** 2 - dot(truth, truth)) * (samples ** 2 - dot(predicted, predicted));
  return spread === 0 ? 0 : together / Math.sqrt(spread);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
