import { FewLabelsConfig, ProbeConfig } from '@assay/contracts';
import { tInterval } from '@assay/metrics';
import { expect, it } from 'vitest';
import type { LabelledPictures } from '../labels';
import { measureFewLabels } from './fewLabels';

/** 30 pictures of class 0 and 10 of class 1, at rows 100 and up. */
const training: LabelledPictures = {
  indices: Int32Array.from({ length: 40 }, (_, n) => 100 + n),
  labels: Int32Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? 1 : 0)),
};
const empty = { indices: new Int32Array(0), labels: new Int32Array(0) };
const test = { indices: Int32Array.of(1, 2, 3, 4), labels: Int32Array.of(0, 0, 1, 1) };

async function measure(config: object) {
  const draws: { fraction: number; seed: number; rows: number[]; ones: number }[] = [];
  const records = await measureFewLabels({
    probe: ProbeConfig.parse({ kind: 'knn' }),
    config: FewLabelsConfig.parse(config),
    training,
    splits: { validation: empty, test },
    classes: ['good', 'bad'],
    fit: async ({ indices, labels }, draw) => {
      draws.push({ ...draw, rows: [...indices], ones: labels.filter((label) => label === 1).length });
      // Right about the first pictures, as many as the seed.
      return (rows) => [...rows].map((_, n) => (n < draw.seed === n < 2 ? [1, 0] : [0, 1]));
    },
    onDraw: () => {},
  });
  return { draws, records };
}

it('draws a share of each class, at least one picture, and another one for each seed', async () => {
  const { draws } = await measure({ fractions: [0.01, 0.2, 1], seeds: [0, 1] });
  expect(draws.map(({ fraction, rows, ones }) => [fraction, rows.length, ones])).toEqual([
    [0.01, 2, 1],
    [0.01, 2, 1],
    [0.2, 8, 2],
    [0.2, 8, 2],
    [1, 40, 10],
  ]);
  const [small, , large, other] = draws;
  expect(large?.rows).toEqual(expect.arrayContaining(small?.rows ?? []));
  expect(large?.rows).not.toEqual(other?.rows);
  expect((await measure({ fractions: [0.2], seeds: [1] })).draws[0]?.rows).toEqual(other?.rows);
});

it('sums up the draws, and says nothing of a split without pictures', async () => {
  const { records } = await measure({ fractions: [0.2], seeds: [2, 3, 4] });
  expect(records.map(({ split, labelled, pictures }) => [split, labelled, pictures])).toEqual([['test', 8, 4]]);
  const accuracies = records[0]?.draws.map(({ figures }) => figures.accuracy ?? Number.NaN) ?? [];
  expect(accuracies).toEqual([0.5, 0.75, 1]);
  expect(records[0]?.summary.accuracy).toEqual(tInterval(accuracies));
});
