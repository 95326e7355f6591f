import { expect, it } from 'vitest';
import { standing } from './standing';

const promote = (toVersion: number) => ({ kind: 'promote', toVersion }) as const;
const rollback = (toVersion: number) => ({ kind: 'rollback', toVersion }) as const;

it('goes back one version a rollback and never flips between two', () => {
  expect(standing([])).toEqual([]);
  expect(standing([promote(1), promote(2), promote(3), rollback(2)])).toEqual([1, 2]);
  expect(standing([promote(1), promote(2), promote(3), rollback(2), rollback(1)])).toEqual([1]);
  expect(standing([promote(1), promote(2), rollback(1), promote(3)])).toEqual([1, 3]);
});
