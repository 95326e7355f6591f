import { mean, resampledTTest, studentTQuantile, variance } from '@assay/metrics';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueRuns } from '../runs/queueRuns';
import { classicalConfig, createTestContext, publishLabelled, workAll } from '../testing/fixtures';
import { compareExperiment } from './compareExperiment';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);

const FOLDS = [0.8, 0.84, 0.79, 0.9, 0.87, 0.81];
const GAINS = [0.02, 0.05, 0.03, 0.01, 0.04, 0.02];
const SIZES = { 'fold/trainPictures': 70, 'fold/validationPictures': 10, 'fold/testPictures': 40 };
const metric = 'test/accuracy';

/** Three folds twice: the value of a fold, the gain of the strong one, and a seed's own push. */
function figureOf(label: string, { repeat, index }: { repeat: number; index: number }, seed: number): number {
  const place = (repeat - 1) * 3 + index - 1;
  const gain = label === 'strong' ? (GAINS[place] ?? 0) : 0;
  return (FOLDS[place] ?? 0) + gain + (seed === 0 ? -0.004 : 0.004);
}

const request = { config: classicalConfig, folds: { of: 3 } };
const other = { ...request, config: { ...classicalConfig, learner: { kind: 'linearSvm' as const, c: 1 } } };

beforeAll(async () => {
  await publishLabelled(ctx);
  await queueRuns(ctx, { ...request, repeats: 2, seeds: [0, 1], experiment: 'cv', label: 'weak' });
  await queueRuns(ctx, { ...other, repeats: 2, seeds: [0, 1], experiment: 'cv', label: 'strong' });
  await queueRuns(ctx, { ...request, experiment: 'mixed', label: 'folds' });
  await queueRuns(ctx, { config: classicalConfig, seeds: [0, 1, 2], experiment: 'mixed', label: 'seeds' });
  await queueRuns(ctx, { ...other, set: [['fold.seed', 1]], experiment: 'mixed', label: 'other folds' });
  await workAll(ctx, ({ label, config: { fold }, seed }) => {
    if (!fold) return { figures: { [metric]: 0.7 + seed / 100 } };
    if (label === 'other folds' && fold.index === 2) return null;
    return { figures: { [metric]: figureOf(label, fold, seed), 'oof/accuracy': 0.9 + seed / 100, ...SIZES } };
  });
});

it('pairs folds, averages their seeds and corrects for what they share', async () => {
  const { groups, differences, warnings } = await compareExperiment(ctx, { experiment: 'cv', metric });
  const [weak] = groups;
  expect(weak).toMatchObject({ key: 'weak', n: 12, folds: { of: 3, repeats: 2, train: 80, test: 40 } });
  // Seeds push up and down alike, so a fold's mean is its own value.
  expect(weak?.mean).toBeCloseTo(mean(FOLDS), 12);
  const error = Math.sqrt((1 / 6 + 40 / 80) * (variance(FOLDS) ?? 0));
  expect((weak?.high ?? 0) - (weak?.mean ?? 0)).toBeCloseTo(studentTQuantile(0.975, 5) * error, 10);
  expect(weak?.values[0]).toMatchObject({ seed: 0, fold: { index: 1, repeat: 1 } });

  const [difference] = differences;
  const strong = FOLDS.map((value, i) => value + (GAINS[i] ?? 0));
  const expected = resampledTTest({ a: FOLDS, b: strong, train: 80, test: 40 });
  expect(difference).toMatchObject({ a: 'weak', b: 'strong', test: 'resampledT', paired: null, sampleSize: null });
  expect(difference?.difference).toBeCloseTo(-mean(GAINS), 12);
  expect(difference?.p).toBeCloseTo(expected.p ?? Number.NaN, 10);
  expect(difference?.low).toBeCloseTo(expected.low ?? Number.NaN, 10);
  expect(difference?.pAdjusted).toBe(difference?.p);
  expect(difference?.says).toContain('as far as folds that share data can tell');
  expect(warnings).toEqual([]);
});

it('counts what all folds come to together once a seed', async () => {
  const { groups, differences } = await compareExperiment(ctx, { experiment: 'mixed', metric: 'oof/accuracy' });
  expect(groups.find(({ key }) => key === 'folds')).toMatchObject({ n: 1, mean: 0.9 });
  expect(differences.every(({ p }) => p === null)).toBe(true);
  // Repetitions share all pictures: there is no interval over them.
  const twice = await compareExperiment(ctx, { experiment: 'cv', metric: 'oof/accuracy' });
  expect(twice.groups[0]).toMatchObject({ n: 4, low: null, high: null });
  expect(twice.differences[0]).toMatchObject({ test: 'none', p: null });
});

it('tests nothing between other folds, or folds and seeds, and says what is missing', async () => {
  const { groups, differences, warnings } = await compareExperiment(ctx, { experiment: 'mixed', metric });
  const seeds = groups.find(({ key }) => key === 'seeds');
  expect(seeds?.low).not.toBeNull();
  expect(seeds?.folds).toBeUndefined();
  expect(differences.map(({ test, p }) => [test, p])).toEqual([
    ['none', null],
    ['none', null],
    ['none', null],
  ]);
  expect(differences[0]?.says).toContain('not tested on the same folds');
  expect(warnings).toContain('not comparable: the groups were not tested on the same folds');
  expect(warnings).toContain('other folds has no figure of fold 2 of 3 (repetition 1, seed 0)');
  expect(warnings.some((text) => text.includes('left out, failed or cancelled: other folds seed 0 fold 2 of 3'))).toBe(
    true,
  );
  expect(warnings.some((text) => text.includes('mixes'))).toBe(false);
});
