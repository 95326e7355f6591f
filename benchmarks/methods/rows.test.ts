import { expect, test } from 'vitest';
import { groupTiles } from './datasets';
import {
  allPlans,
  isDone,
  isSameMachine,
  knownEpochs,
  type MethodRow,
  type Plan,
  pretrainConfig,
  settingDigest,
} from './rows';
import { BACKBONE_NAMES, METHOD_NAMES } from './settings';
import { BOARDS } from './testRow';

const dataset = BOARDS;
const SETS = [
  { name: 'boards', isColoured: false },
  { name: 'nuts', isColoured: true },
];
const plans = allPlans(SETS, { hasImagenet: true });
const plan = (key: string): Plan => {
  const found = plans.find((one) => one.key === key);
  if (!found) throw new Error(`no plan ${key}`);
  return found;
};
const MACHINE = { cpu: 'c', cores: 2, memoryGb: 4, simd: [], system: 's' };
const row = (of: Plan, fields: object): MethodRow =>
  ({
    ...of,
    settingDigest: 'd',
    isQuick: false,
    outcome: 'measured',
    epochs: 9,
    machine: MACHINE,
    ...fields,
  }) as unknown as MethodRow;

test('every method of the registry stands on both networks, with settings that its config accepts', () => {
  for (const method of METHOD_NAMES) {
    const isColoured = method === 'colourisation';
    for (const backbone of BACKBONE_NAMES) {
      const found = plan(`${isColoured ? 'nuts' : 'boards'}/${backbone}/${method}/seed2`);
      expect(pretrainConfig(found, dataset, 20)).toMatchObject({
        task: 'pretrain',
        seed: 2,
        method: { kind: method },
        schedule: { warmupEpochs: 2 },
      });
    }
  }
});

test('keys are their own, baselines come first, and what is not drawn has one seed', () => {
  const keys = plans.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.slice(0, 4)).toEqual([
    'boards/resnet/random/seed0',
    'boards/vit/random/seed0',
    'boards/none/hog/seed0',
    'boards/none/imagenet/seed0',
  ]);
  expect(keys.filter((key) => key.includes('hog'))).toEqual(['boards/none/hog/seed0', 'nuts/none/hog/seed0']);
  expect(allPlans(SETS, { hasImagenet: false }).some(({ method }) => method === 'imagenet')).toBe(false);
});

test('a row is done when it was measured from the same setting, or its cell cannot work', () => {
  const first = plan('boards/resnet/simclr/seed0');
  const second = plan('boards/resnet/simclr/seed1');
  const given = { digest: 'd', isQuick: false };
  expect(isDone(first, { ...given, stored: [row(first, {})] })).toBe(true);
  expect(isDone(second, { ...given, stored: [row(first, {})] })).toBe(false);
  expect(isDone(second, { ...given, stored: [row(first, { outcome: 'notApplicable' })] })).toBe(true);
  expect(isDone(first, { ...given, digest: 'other', stored: [row(first, {})] })).toBe(false);
  expect(isDone(first, { ...given, isQuick: true, stored: [row(first, {})] })).toBe(false);
});

test('all seeds of a cell train for as long as the first did', () => {
  const stored = [row(plan('boards/resnet/simclr/seed0'), {})];
  const given = { digest: 'd', isQuick: false, stored };
  expect(knownEpochs(plan('boards/resnet/simclr/seed1'), given)).toBe(9);
  expect(knownEpochs(plan('boards/vit/simclr/seed1'), given)).toBeNull();
  expect(knownEpochs(plan('boards/resnet/simclr/seed1'), { ...given, digest: 'other' })).toBeNull();
});

test('machines are alike that have as many cores with vectors of the same width', () => {
  expect(isSameMachine(MACHINE, { ...MACHINE })).toBe(true);
  expect(isSameMachine(MACHINE, { ...MACHINE, cores: 8 })).toBe(false);
  expect(isSameMachine(MACHINE, { ...MACHINE, simd: ['avx512f'] })).toBe(false);
});

test('a setting is the same for all seeds and epochs, and another for another time', () => {
  const [first, second] = [plan('boards/resnet/simclr/seed0'), plan('boards/resnet/simclr/seed1')];
  expect(settingDigest(second, dataset, 90)).toBe(settingDigest(first, dataset, 90));
  expect(settingDigest(first, dataset, 3)).not.toBe(settingDigest(first, dataset, 90));
  expect(settingDigest(plan('boards/vit/simclr/seed0'), dataset, 90)).not.toBe(settingDigest(first, dataset, 90));
});

test('exposures of one tile are one group', () => {
  const item = (path: string) => ({ picture: 'a', path, width: 1, height: 1, split: 'train' as const });
  const paths = ['exp3_num_853', 'exp0_num_797', 'exp6_num_1200', 'exp1_num_9000'].map((name) => `${name}.jpg`);
  const { items } = groupTiles({ version: 1, classes: [], items: paths.map(item) });
  expect(items.map(({ group }) => group)).toEqual(['tile 797', 'tile 797', 'tile 797', 'tile 9000']);
});
