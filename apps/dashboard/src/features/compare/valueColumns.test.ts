import { expect, test } from 'vitest';
import { columnOf, valueColumns } from './valueColumns';

test('folds in their order, seeds of one fold in one column, then runs without a fold by seed', () => {
  const fold = (index: number, repeat: number, seed = 0) => ({ run: 'r', seed, value: 1, fold: { index, repeat } });
  const plain = (seed: number) => ({ run: 'r', seed, value: 1 });
  const groups = [
    { values: [fold(2, 1), fold(1, 2), fold(1, 1), fold(1, 1, 7)] },
    { values: [plain(10), plain(2), fold(1, 1)] },
  ];
  expect(valueColumns(groups).map(({ id }) => id)).toEqual(['fold 1 1', 'fold 1 2', 'fold 2 1', 'seed 2', 'seed 10']);
  expect(columnOf(fold(1, 1, 7)).id).toBe(columnOf(fold(1, 1)).id);
});
