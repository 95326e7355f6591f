import { configDigestInput, type PretrainConfig } from '@assay/contracts';
import { expect, test } from 'vitest';
import type { MethodRow } from '../methods/rows';
import { BOARDS } from '../methods/testRow';
import { asStored, readResults } from '../results';
import { readOwnPage } from './page';
import { chainOf } from './teachers';

const dataset = { ...BOARDS, trainPictures: 500, testPictures: 200 };
const given = { dataset, isQuick: false };

test('a teacher at random gives the pretraining of the comparison of methods, and SimCLR is its SimCLR', () => {
  const rows = (readResults('methods')?.rows ?? []) as MethodRow[]; // its own file
  const compared = (key: string) => configDigestInput(rows.find((row) => row.key === key)?.config as PretrainConfig); // as that benchmark stored it
  const stored = (config: PretrainConfig) => configDigestInput(asStored(config) as PretrainConfig); // the same, rounded
  const [random] = chainOf({ teacher: 'random', seed: 1 }, given);
  const [simclr, distilled] = chainOf({ teacher: 'simclr', seed: 1 }, given);
  if (!random || !simclr || distilled?.method.kind !== 'vqKd') throw new Error('a row lacks a pretraining');
  expect(stored(random)).toBe(compared('boards/vit/vqKd/seed1'));
  expect(stored(simclr)).toBe(compared('boards/resnet/simclr/seed1'));
  expect(distilled.method.teacher).toEqual({ kind: 'run', id: 'teacher' });
  expect({ ...distilled, method: random.method }).toEqual(random);
});

test('the page shows the stored results', () => {
  const { stored, wanted } = readOwnPage();
  expect(wanted).toBe(stored);
});
