import { atThreshold, bestThresholdByCost, classificationReport, rocCurve } from '@assay/metrics';
import { expect, test } from 'vitest';
import { randomColumns } from '../testing/columnsFixture';
import { bandsByCounts, bandsByParts } from './bands';
import { type ClassLinesInput, classLines } from './classLines';
import { costOf } from './costOf';
import { decideByHighest } from './decisions';
import { scoreHistogram } from './histogram';
import { pairedDifference } from './pairedDifference';
import type { Question } from './questions';
import { rankBy } from './ranking';
import { bootstrapRates, RATES, ratesAt } from './rates';

const question: Question = { id: 'defect', kind: 'defect', good: 0 };
const columns = randomColumns(200, true);
const ranking = rankBy(question, columns);
const alone = { ...ranking, groups: null };
const THRESHOLD = 0.65;
const at = atThreshold(ranking.counts, THRESHOLD);
const kinds = columns.labels;
const truth = [...columns.labels];
const scores = truth.map((_, row) => [...columns.scores.subarray(3 * row, 3 * row + 3)]);
const report = classificationReport(truth, scores, { classes: 3 });

const linesInput = (groups: Int32Array | null): ClassLinesInput => ({
  truth: columns.labels,
  predicted: decideByHighest(columns).predicted,
  scores: [0, 1, 2].map((index) => Float64Array.from(scores, (row) => row[index] ?? 0)),
  groups,
});

test('the highest score decides as in the report that is held to scikit-learn', () => {
  const { matrix, badness, worstFirst } = decideByHighest(columns);
  expect(matrix).toEqual(report.confusionMatrix);
  const sorted = Array.from(worstFirst, (row) => badness[row] ?? 0);
  expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
  // Beaten is wrong; a tie goes to the first class, so it may be either.
  const beaten = sorted.filter((value) => value > 0).length;
  const wrong = 200 * (1 - report.accuracy);
  expect(beaten).toBeLessThanOrEqual(Math.round(wrong));
  expect(sorted.filter((value) => value >= 0).length).toBeGreaterThanOrEqual(Math.round(wrong));
});

test.each([null, columns.groups])('the class table has the report’s values, with intervals around them', (groups) => {
  const lines = classLines(linesInput(groups));
  const close = (found: (number | null)[], wanted: readonly (number | null)[]) =>
    expect(found.map((value) => value?.toFixed(12))).toEqual(wanted.map((value) => value?.toFixed(12)));
  close(
    lines.map(({ precision }) => precision.value),
    report.precision.perClass,
  );
  close(
    lines.map(({ recall }) => recall.value),
    report.recall.perClass,
  );
  close(
    lines.map(({ f1 }) => f1.value),
    report.f1.perClass,
  );
  close(
    lines.map(({ averagePrecision }) => averagePrecision.value),
    report.averagePrecision.perClass,
  );
  close(
    lines.map(({ rocAuc }) => rocAuc.value),
    report.rocAuc.perClass,
  );
  for (const line of lines) {
    for (const name of ['precision', 'recall', 'f1', 'averagePrecision', 'rocAuc'] as const) {
      const { value, low, high, kind } = line[name];
      expect(low).toBeLessThan(value ?? Number.NaN);
      expect(high).toBeGreaterThan(value ?? Number.NaN);
      if (groups) expect(kind).toBe('parts');
    }
  }
});

test('a class that never occurs has no recall, but no wrong figure either', () => {
  const input = linesInput(null);
  const without = { ...input, truth: input.truth.map((label) => (label === 2 ? 1 : label)) };
  const line = classLines(without)[2];
  expect(line).toMatchObject({ support: 0, recall: { value: null }, rocAuc: { value: null } });
  expect(line?.averagePrecision.value).toBeNull();
  expect(line?.precision.value).toBe(0);
});

test('rates have the same values by counts and by drawing, and drawing single pictures gives about the same width', () => {
  const counted = ratesAt(at);
  const drawn = bootstrapRates({ ...alone, kinds, threshold: THRESHOLD });
  for (const name of RATES) expect(drawn.rates[name].value).toBeCloseTo(counted[name].value ?? Number.NaN, 12);
  for (const name of ['recall', 'precision', 'escapeRate', 'overkillRate', 'accuracy'] as const) {
    const width = (counted[name].high ?? 0) - (counted[name].low ?? 0);
    const drawnWidth = (drawn.rates[name].high ?? 0) - (drawn.rates[name].low ?? 0);
    expect(Math.abs(drawnWidth / width - 1)).toBeLessThan(0.15);
  }
  expect(counted.f1.low).toBeNull();
  expect(drawn.rates.f1.kind).toBe('bootstrap');
  const called = (kind: number) => ranking.scores.filter((score, i) => kinds[i] === kind && score >= THRESHOLD).length;
  for (const kind of [0, 1, 2]) {
    const all = kinds.filter((one) => one === kind).length;
    expect(drawn.kinds[kind]?.value).toBeCloseTo(called(kind) / all, 12);
  }
});

test('a band has at each threshold the interval of that threshold', () => {
  const thresholds = rocCurve(ranking.counts, { points: 12 })?.thresholds ?? [];
  const byCounts = bandsByCounts(ranking.counts, thresholds);
  const byParts = bandsByParts({ ...ranking, groups: columns.groups ?? new Int32Array(0), thresholds });
  for (const [k, threshold] of thresholds.entries()) {
    const counted = ratesAt(atThreshold(ranking.counts, threshold));
    const drawn = bootstrapRates({ ...ranking, kinds, threshold }).rates;
    for (const name of ['recall', 'precision', 'overkillRate'] as const) {
      expect(byCounts[name][k] ?? null).toEqual(spanOf(counted[name]));
      const wanted = spanOf(drawn[name]);
      const found = byParts[name][k] ?? null;
      if (wanted === null) expect(found).toBeNull();
      else {
        expect(found?.low).toBeCloseTo(wanted.low, 12);
        expect(found?.high).toBeCloseTo(wanted.high, 12);
      }
    }
  }
});

test('the cost at a threshold is the one that the cheapest threshold is chosen by', () => {
  const costs = { escape: 10, overkill: 1, prevalence: 0.02 };
  const best = bestThresholdByCost(ranking.counts, costs);
  expect(costOf(best ?? at, costs)).toBeCloseTo(best?.cost ?? Number.NaN, 12);
  for (const threshold of ranking.counts.thresholds) {
    const cost = costOf(atThreshold(ranking.counts, threshold), costs);
    expect(cost).toBeGreaterThanOrEqual((best?.cost ?? 0) - 1e-12);
  }
  // Half of 10 defects escape, 1 of 20 good is overkill; as measured a third are defects.
  const four = { truePositives: 5, falseNegatives: 5, falsePositives: 1, trueNegatives: 19 };
  const rates = { ...at, ...four, escapeRate: 0.5, overkillRate: 0.05 };
  expect(costOf(rates, { escape: 10, overkill: 1 })).toBeCloseTo((5 * 10 + 1) / 30, 12);
  expect(costOf({ ...rates, escapeRate: null }, costs)).toBeNull();
});

test('a difference by part has the value by counts, and more spread than its parts would have alone', () => {
  // Every part wins or loses as a whole: 20 parts of 5, of which 12 are won.
  const gains = Int8Array.from({ length: 100 }, (_, i) => (Math.floor(i / 5) < 12 ? 1 : -1));
  const parts = Int32Array.from(gains, (_, i) => Math.floor(i / 5));
  const byPart = pairedDifference({ gains, groups: parts });
  const alone = pairedDifference({ gains, groups: Int32Array.from(gains.keys()) });
  expect(byPart.value).toBeCloseTo(0.2, 12);
  const width = ({ low, high }: typeof byPart) => (high ?? 0) - (low ?? 0);
  // The standard error grows with the root of the size of a part.
  expect(width(byPart) / width(alone)).toBeCloseTo(Math.sqrt(5), 0);
});

test('every score falls into one bin, the highest too', () => {
  const { edges, positives, negatives } = scoreHistogram([1, 0, 1, 0], [0, 1, 4, 4], 4);
  expect(edges).toEqual([0, 1, 2, 3, 4]);
  expect(positives).toEqual([1, 0, 0, 1]);
  expect(negatives).toEqual([0, 1, 0, 1]);
  expect(scoreHistogram([1, 1], [3, 3], 2)).toEqual({ edges: [2.5, 3, 3.5], positives: [0, 2], negatives: [0, 0] });
});

function spanOf({ low, high }: { low: number | null; high: number | null }) {
  return low === null || high === null ? null : { low, high };
}
