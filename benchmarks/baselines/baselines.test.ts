import { expect, test } from 'vitest';
import type { Prepared } from '../methods/datasets';
import { allPlans, cellKey, STRATEGIES, settingDigest, workOf } from './plans';
import { isDone, type SeedRow, summarise } from './rows';

const dataset: Prepared = {
  name: 'boards',
  isColoured: false,
  digest: 'd'.repeat(64),
  artifactsUrl: '',
  packFolder: '',
  input: { size: 48, pack: 72, channels: 1 },
  trainPictures: 300,
  testPictures: 100,
};

const row = (seed: number, accuracy: number): SeedRow => ({
  key: `boards/scratch/labels100/seed${seed}`,
  kind: 'seed',
  dataset: 'boards',
  strategy: 'scratch',
  labelFraction: 1,
  seed,
  pictures: 100,
  accuracy: { value: accuracy, low: 0, high: 1 },
  balancedAccuracy: accuracy,
  majorityShare: 0.5,
  trainSeconds: 10 + seed,
  pretrainSeconds: 0,
  msPerPicture: 2,
  modelBytes: 1000,
  peakMb: 1,
  config: null,
  settingDigest: 's',
  datasetDigest: 'd',
  machine: { cpu: 'c', cores: 2, memoryGb: 8, simd: [], system: 'linux' },
  othersShare: 0.1 * seed,
  date: '2026-01-01',
  commit: 'abc',
  loadAverage: seed,
  isQuick: false,
});

test('every strategy has a row a seed, a data set and a share of labels, all on the same pictures', () => {
  const plans = allPlans(['boards', 'hazelnut']);
  expect(plans).toHaveLength(3 * 2 * 2 * STRATEGIES.length);
  expect(new Set(plans.map(({ key }) => key)).size).toBe(plans.length);
  for (const plan of plans.slice(0, 2 * STRATEGIES.length)) {
    const { config, pretraining } = workOf(plan, dataset, false);
    expect(config).toMatchObject({ seed: 0, input: { size: 48, resize: 'stretch' } });
    expect(config.dataset).toMatchObject({ name: 'boards', labelFraction: plan.labelFraction });
    expect(pretraining?.method.kind).toBe(plan.strategy === 'simclr' ? 'simclr' : undefined);
    expect(config.task).toBe(plan.strategy.startsWith('classical') ? 'classical' : 'finetune');
  }
});

test('the setting knows what changes a row, and not the seed', () => {
  const [first] = allPlans(['boards']);
  const plan = first ?? { key: '', dataset: '', strategy: '', labelFraction: 1, seed: 0 };
  const digest = settingDigest(plan, dataset, false);
  expect(settingDigest({ ...plan, seed: 2 }, dataset, false)).toBe(digest);
  expect(settingDigest(plan, { ...dataset, digest: 'e'.repeat(64) }, false)).not.toBe(digest);
  expect(settingDigest({ ...plan, labelFraction: 0.2 }, dataset, false)).not.toBe(digest);
});

test('a strategy over three seeds has an interval, over two none', () => {
  const cell = summarise('boards/scratch/labels100', [row(2, 0.9), row(0, 0.8), row(1, 0.85)]);
  // Student's t with two degrees of freedom: 4.303 deviations of the mean, which are 0.05 / sqrt(3).
  expect(cell.accuracy.value).toBeCloseTo(0.85, 12);
  expect(cell.accuracy.low).toBeCloseTo(0.85 - (4.30265 * 0.05) / Math.sqrt(3), 5);
  expect(cell).toMatchObject({ seeds: [0, 1, 2], trainSeconds: 11, othersShare: 0.2, loadAverage: 2 });
  expect(summarise('boards/scratch/labels100', [row(0, 0.8), row(1, 0.9)]).accuracy).toMatchObject({
    low: null,
    high: null,
  });
});

test('a row is there when its key, setting and thoroughness are', () => {
  const plan = { ...row(0, 1), key: `${cellKey(row(0, 1))}/seed0` };
  const given = { digest: 's', isQuick: false, stored: [row(0, 0.8)] };
  expect(isDone(plan, given)).toBe(true);
  expect(isDone(plan, { ...given, digest: 't' })).toBe(false);
  expect(isDone(plan, { ...given, isQuick: true })).toBe(false);
});
