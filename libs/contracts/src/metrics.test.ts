import { expect, test } from 'vitest';
import { classKey, isBetter, metricInfo } from './metrics';

test('a key knows its direction by its second part', () => {
  expect(metricInfo('test/f1/macro').direction).toBe('larger');
  expect(isBetter('train/loss', 0.1, 0.2)).toBe(true);
  expect(isBetter('test/accuracy', 0.1, 0.2)).toBe(false);
  expect(isBetter('features/rankme', 8, 3)).toBe(true);
  expect(isBetter('features/uniformity', -3, -1)).toBe(true);
  expect(isBetter('cost/msPerPicture', 2, 30)).toBe(true);
  expect(metricInfo('cost/modelBytes')).toEqual({ direction: 'smaller', unit: 'bytes' });
  expect(metricInfo('features/unheardOf')).toEqual({ direction: 'neither', unit: 'none' });
});

test('a class name cannot break the key', () => {
  expect(classKey('test', 'recall', 'a/b c')).toBe('test/recall/class:a%2Fb%20c');
});
