import { classKey } from '@assay/contracts';
import { expect, test } from 'vitest';
import { splitFigures } from './splitFigures';

test('test figures come first, those of classes in a table a split', () => {
  const { whole, perClass } = splitFigures([
    { key: 'train/loss', last: 1 },
    { key: classKey('test', 'recall', 'pin/hole'), last: 0.5 },
    { key: classKey('test', 'f1', 'pin/hole'), last: 0.25 },
    { key: 'test/accuracy', last: 0.75 },
  ]);
  expect(whole.map(({ key }) => key)).toEqual(['test/accuracy', 'train/loss']);
  expect(perClass).toEqual([
    { where: 'test', whats: ['f1', 'recall'], classes: [{ name: 'pin/hole', values: { f1: 0.25, recall: 0.5 } }] },
  ]);
});
