import { expect, test } from 'vitest';
import { ANY_CLASS, agreementOf, iouOf, sumOf, worstFirst } from './agreement';

/** Rows = truth: ground, dent, scratch. */
const counts = [90, 2, 3, 4, 10, 5, 6, 0, 20];

test('a class is held against everything else, or all classes against the ground', () => {
  expect(agreementOf({ counts }, 1)).toEqual({ hit: 10, missed: 9, wrong: 2 });
  expect(agreementOf({ counts }, 2)).toEqual({ hit: 20, missed: 6, wrong: 8 });
  // A dent that was called a scratch is found all the same.
  expect(agreementOf({ counts }, ANY_CLASS)).toEqual({ hit: 35, missed: 10, wrong: 5 });
  expect(iouOf({ hit: 10, missed: 9, wrong: 2 })).toBeCloseTo(10 / 21, 12);
});

test('the worst picture comes first, and one where nothing is and nothing was found last', () => {
  const nothing = { hit: 0, missed: 0, wrong: 0 };
  const half = { hit: 5, missed: 5, wrong: 0 };
  const few = { hit: 0, missed: 0, wrong: 3 };
  const many = { hit: 0, missed: 40, wrong: 3 };
  expect(iouOf(nothing)).toBeNull();
  expect(worstFirst([nothing, half, few, many])).toEqual([3, 2, 1, 0]);
  expect(sumOf([half, few])).toEqual({ hit: 5, missed: 5, wrong: 3 });
});
