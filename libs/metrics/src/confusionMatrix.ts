import { assertSameLength } from './accuracy';

/** Counts [classes][classes]: a row is the true class, a column the predicted one. */
export function confusionMatrix(truth: readonly number[], predicted: readonly number[], classes: number): number[][] {
  assertSameLength(truth, predicted);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  truth.forEach((label, i) => {
    const row = matrix[label];
    const column = predicted[i] ?? -1;
    const count = row?.[column];
    if (!row || count === undefined) {
      throw new RangeError(`sample ${i}: class ${label} or prediction ${column} is not among ${classes} classes`);
    }
    row[column] = count + 1;
  });
  return matrix;
}

/** Sums of the rows, that is how often each class is true. */
export function rowSums(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
}

/** Sums of the columns, that is how often each class was predicted. */
export function columnSums(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((_, column) => matrix.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}

/** The diagonal, that is how often each class was predicted rightly. */
export function diagonal(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row, i) => row[i] ?? 0);
}
