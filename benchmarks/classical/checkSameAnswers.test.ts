import { expect, test } from 'vitest';
import { checkSameAnswers } from './checkSameAnswers';

test('answers within the tolerance pass, others do not', () => {
  checkSameAnswers([1, 1000], [1, 1000.0005], 1e-6);
  expect(() => checkSameAnswers([1, 1000], [1, 1000.002], 1e-6)).toThrow('value 1 is 1000');
  expect(() => checkSameAnswers([1], [1, 2], 1)).toThrow('1 and 2 values');
  expect(() => checkSameAnswers([], [], 1)).toThrow('0 and 0 values');
  expect(() => checkSameAnswers([Number.NaN], [Number.NaN], 1)).toThrow('value 0');
});
