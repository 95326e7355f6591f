import { describe, expect, it } from 'vitest';
import { classificationFigures, figureKey } from './classificationFigures';
import { classificationIntervals } from './classificationIntervals';
import { classificationReport } from './classificationReport';
import { countedFigures } from './countedFigures';
import { aurocInterval } from './stats/delong';
import { createRandom } from './stats/random';
import { clopperPearsonInterval, wilsonInterval } from './stats/rateInterval';

/** Three classes, probabilities that point to the truth more often than not. */
function draw(n: number, seed: number): { truth: number[]; scores: number[][] } {
  const random = createRandom(seed);
  const truth = Array.from({ length: n }, () => Math.floor(random() * 3));
  const scores = truth.map((label) => {
    const row = [0, 1, 2].map((c) => random() + (c === label ? 0.7 : 0));
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map((value) => value / total);
  });
  return { truth, scores };
}

/** A figure by its path. */
function at(report: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], report);
}

describe('countedFigures', () => {
  it('are those of each sample written down as often as it was drawn', () => {
    const { truth, scores } = draw(40, 1);
    const counts = Uint16Array.from(truth, (_, i) => [2, 0, 1, 3, 1][i % 5] ?? 0);
    const repeated = truth.flatMap((_, i) => new Array<number>(counts[i] ?? 0).fill(i));
    const report = classificationReport(
      repeated.map((i) => truth[i] ?? 0),
      repeated.map((i) => scores[i] ?? []),
      { classes: 3 },
    );
    const found = Object.entries(countedFigures(truth, scores, 3).figures(counts));
    expect(found).toHaveLength(28);
    for (const [path, value] of found) expect(value, path).toBeCloseTo(at(report, path) as number, 10);
  });
});

describe('classificationIntervals', () => {
  const { truth, scores } = draw(90, 2);
  const report = classificationReport(truth, scores, { classes: 3, topK: [2] });
  const intervals = classificationIntervals(truth, scores, { classes: 3, topK: [2], rounds: 300 });

  it('has every figure of the report, each within its interval', () => {
    for (const [path, { low, high, method, says }] of Object.entries(intervals)) {
      expect(says, path).toMatch(/\.$/);
      if (method === null) continue;
      expect(at(report, path), path).toBeGreaterThanOrEqual(low ?? 2);
      expect(at(report, path), path).toBeLessThanOrEqual(high ?? -2);
    }
    expect(Object.keys(intervals).sort()).toEqual(
      ['accuracy', 'balancedAccuracy', 'brier', 'cohenKappa', 'ece', 'logLoss', 'mcc', 'topK.2']
        .concat(['rocAuc.macroOvr', 'averagePrecision.macro'])
        .concat(
          ['precision', 'recall', 'f1'].flatMap((key) => ['macro', 'micro', 'weighted'].map((of) => `${key}.${of}`)),
        )
        .concat(
          ['precision', 'recall', 'f1', 'rocAuc', 'averagePrecision'].flatMap((key) =>
            [0, 1, 2].map((c) => `${key}.perClass.${c}`),
          ),
        )
        .sort(),
    );
  });

  it('goes under the keys that a run stores its figures by', () => {
    const names = ['good', 'a/b', 'scratch'];
    const { figures } = classificationFigures(truth, scores, names);
    const keys = Object.keys(intervals).filter((path) => !path.startsWith('topK'));
    for (const path of keys) {
      const key = figureKey(path, names);
      expect(figures[key], key).toBe(at(report, path));
    }
    expect(keys).toHaveLength(Object.keys(figures).length - 1); // of the majority's share there is none
  });

  it('gives rates and areas their own, and no interval to what has none', () => {
    const right = Math.round(report.accuracy * 90);
    expect(intervals.accuracy).toMatchObject({ ...wilsonInterval(right, 90), method: 'wilson' });
    const [area] = [
      aurocInterval(
        truth.map(Number).map((label) => label === 0),
        scores.map(([first]) => first ?? 0),
      ),
    ];
    expect(intervals['rocAuc.perClass.0']).toMatchObject({ low: area.low, high: area.high, method: 'delong' });
    expect(intervals['f1.macro']?.method).toBe('bca');
    expect(intervals.ece).toMatchObject({ low: null, method: null });
  });

  it('takes Clopper-Pearson where fewer than five are wrong, says so, and never gives an interval without width', () => {
    const perfect = Array.from({ length: 50 }, (_, i) => i % 2);
    const sure = perfect.map((label, i) => (i === 3 ? [0.6, 0.4] : label === 0 ? [0.9, 0.1] : [0.1, 0.9]));
    const found = classificationIntervals(perfect, sure, { classes: 2, rounds: 200 });
    expect(found.accuracy).toMatchObject({ ...clopperPearsonInterval(49, 50), method: 'clopper-pearson' });
    expect(found.accuracy?.says).toContain('since only 1 of the rarer outcome');
    expect(found['recall.perClass.0']).toMatchObject({ high: 1, method: 'clopper-pearson' });
    expect(found['recall.perClass.0']?.low).toBeCloseTo(0.025 ** (1 / 25), 12);
    for (const { low, high, method } of Object.values(found)) if (method) expect(low).not.toBe(high);
  });

  it('bounds an area without a mistake by the pairs that are independent', () => {
    const labels = Array.from({ length: 40 }, (_, i) => (i < 10 ? 1 : 0));
    const found = classificationIntervals(
      labels,
      labels.map((label) => [1 - label, label]),
      { classes: 2, rounds: 200 },
    );
    // Ten pairs without a common picture, all ordered alike.
    expect(found['rocAuc.perClass.1']).toMatchObject({ high: 1, method: 'clopper-pearson' });
    expect(found['rocAuc.perClass.1']?.low).toBeCloseTo(0.025 ** (1 / 10), 12);
    expect(found['f1.macro']).toMatchObject({ low: null, method: null });
  });

  it('widens where pictures of one part are alike, and says on what it rests', () => {
    const base = draw(30, 5);
    const repeat = <T>(values: readonly T[]): T[] => values.flatMap((value) => [value, value, value, value]);
    const plan = { classes: 3, rounds: 400 };
    const groups = repeat(base.truth.map((_, i) => i));
    const alone = classificationIntervals(repeat(base.truth), repeat(base.scores), plan);
    const grouped = classificationIntervals(repeat(base.truth), repeat(base.scores), { ...plan, groups });
    for (const path of ['accuracy', 'f1.macro', 'rocAuc.perClass.1', 'logLoss']) {
      const width = (of: typeof alone) => (of[path]?.high ?? 0) - (of[path]?.low ?? 0);
      // Four pictures that say the same as one: twice the spread.
      expect(width(grouped) / width(alone), path).toBeGreaterThan(1.5);
      expect(width(grouped) / width(alone), path).toBeLessThan(2.6);
    }
    expect(grouped['f1.macro']?.says).toContain('by group');
    const few = classificationIntervals(base.truth, base.scores, { ...plan, groups: base.truth.map((_, i) => i % 6) });
    expect(few.accuracy?.method).toBe('clopper-pearson');
    expect(few['f1.macro']?.says).toContain('fewer than 10 groups');
  });
});
