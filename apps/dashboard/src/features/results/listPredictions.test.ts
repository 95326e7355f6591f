import { expect, test } from 'vitest';
import { listPredictions } from './listPredictions';

test('the newest of each split, the test pictures first', () => {
  const artifact = (name: string, step: number, digest: string, kind = 'predictions') => ({ kind, name, step, digest });
  expect(
    listPredictions([
      artifact('predictions-validation.jsonl.gz', 5, 'a'),
      artifact('predictions-test.jsonl.gz', 5, 'b'),
      artifact('predictions-test.jsonl.gz', 9, 'c'),
      artifact('figures.json', 9, 'd', 'figures'),
    ]),
  ).toEqual([
    { name: 'test', digest: 'c' },
    { name: 'validation', digest: 'a' },
  ]);
});
