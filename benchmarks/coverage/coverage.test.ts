import { createRandom, rocAuc } from '@assay/metrics';
import { expect, it } from 'vitest';
import { coverageCases } from './cases';
import { drawBinormal, truthOf } from './draws';
import { simulateCoverage } from './simulate';

const CASES = new Map(coverageCases().map((one) => [one.key, one]));

function coverageOf(key: string, experiments: number) {
  const one = CASES.get(key);
  if (!one) throw new Error(`no case ${key}`);
  return new Map(simulateCoverage(one, { experiments, seed: 7 }).map((found) => [found.interval, found]));
}

it.each([
  ['seeds3', 2000],
  ['seeds10', 1000],
  ['rate/pictures50/wrong5', 300],
  ['rate/pictures5000/wrong10', 100],
  ['scores/close/pictures50', 100],
  ['pairs/pictures200', 100],
])('%s: the intervals that are used keep what they promise', (key, experiments) => {
  for (const { interval, wanted, isKept, covered } of coverageOf(key, experiments).values()) {
    if (wanted) expect(isKept, `${interval} covers ${covered}`).toBe(true);
  }
});

it('shows why a rate near 1 has no percentile interval', () => {
  const found = coverageOf('rate/pictures50/wrong0.5', 400);
  expect(found.get('percentile')?.covered).toBeLessThan(0.5);
  expect(found.get('chosen')?.covered).toBeGreaterThan(0.92);
  expect(found.get('clopperPearson')?.covered).toBeGreaterThan(0.95);
});

it('knows what it simulates', () => {
  const model = { apart: 1.5, share: 0.3 };
  const { labels, scores, predicted } = drawBinormal(model, 100_000, createRandom(3));
  const truth = truthOf(model);
  const right = labels.reduce((sum, label, i) => sum + (label === predicted[i] ? 1 : 0), 0);
  expect(right / labels.length).toBeCloseTo(truth.accuracy, 2);
  expect(rocAuc(labels, scores)).toBeCloseTo(truth.rocAuc, 2);
  // An interval that never holds is found out.
  const broken = { key: 'x', size: 1, exact: ['none'], experiment: () => ({ none: false }) };
  expect(simulateCoverage(broken, { experiments: 50 })[0]).toMatchObject({ covered: 0, isKept: false });
});
