import { describe, expect, it } from 'vitest';
import { aurocInterval, delongTest } from './delong';
import { pairedEquivalence, welchEquivalence } from './equivalence';
import { groupedRateInterval } from './groupedRateInterval';
import { holm } from './holm';
import { discordance, mcnemarTest } from './mcnemarTest';
import { standardDeviation } from './mean';
import { pairedBootstrap } from './pairedBootstrap';
import { pairDifferences, pairedTTest } from './pairedTTest';
import { permutationTest } from './permutationTest';
import { createRandom } from './random';
import { clopperPearsonInterval, rateInterval } from './rateInterval';
import { resampledTTest } from './resampledTTest';
import { sampleSizeMeans, sampleSizeRates } from './sampleSize';
import { number, sayDifference, sayP } from './says';
import { welchTest } from './welchTest';
import { wilcoxonTest } from './wilcoxonTest';

const NAMES = { a: 'A', b: 'B' };

describe('words', () => {
  it('say which is higher, by how much, how sure and of what', () => {
    const says = sayDifference({ effect: 0.03, low: 0.01, high: 0.05, p: 0.012, over: 'seeds' }, NAMES);
    expect(says).toBe(
      'A is higher than B by 0.03 (95 % interval 0.01 to 0.05, p = 0.012). ' +
        'This speaks of training again with other seeds on the same data, not of other test pictures.',
    );
    const turned = sayDifference({ effect: -0.03, low: -0.05, high: -0.01, p: 0.012, over: 'pictures' }, NAMES);
    expect(turned).toContain('B is higher than A by 0.03 (95 % interval of A − B −0.05 to −0.01');
    expect(turned).toContain('for these two models as they are, not of training again');
  });

  it('do not take "not shown" for "equal"', () => {
    const says = sayDifference({ effect: 0.01, low: -0.01, high: 0.03, p: 0.3, over: 'folds' }, NAMES);
    expect(says).toContain('No difference is shown');
    expect(says).toContain('does not say that they are equal: differences from −0.01 to 0.03 remain possible');
  });

  it('decide by the corrected p', () => {
    const adjusted = { p: 0.06, comparisons: 3 };
    const says = sayDifference({ effect: 0.03, low: 0.01, high: 0.05, p: 0.02, over: 'seeds' }, { ...NAMES, adjusted });
    expect(says).toContain('No difference is shown');
    expect(says).toContain('p = 0.02, p = 0.06 corrected for 3 comparisons');
  });

  it('keep the digits that matter', () => {
    expect([0.99983, 0.9512, -0.5, 1, 0.12345, 1234.5].map(number)).toEqual([
      '0.99983',
      '0.951',
      '−0.5',
      '1',
      '0.123',
      '1230',
    ]);
    expect([0.0503, 0.00001, 0.234].map(sayP)).toEqual(['p = 0.0503', 'p < 0.0001', 'p = 0.23']);
  });
});

describe('what cannot be told', () => {
  it('has a reason and no numbers', () => {
    const found = [
      pairedTTest([0.5], [0.4], NAMES),
      pairedTTest([0.82, 0.81, 0.8], [0.8, 0.79, 0.78], NAMES),
      wilcoxonTest([0.5, 0.6], [0.5, 0.6], NAMES),
      resampledTTest({ a: [0.5], b: [0.4], train: 8, test: 2 }, NAMES),
      welchEquivalence({ a: [0.5], b: [0.4, 0.5], margin: 0.1 }, NAMES),
      pairedEquivalence({ a: [0.5, 0.6], b: [0.4, 0.5], margin: 0.1 }, NAMES),
      mcnemarTest({ onlyA: 0, onlyB: 0, n: 0 }, NAMES),
      delongTest([1, 1, 1], { a: [1, 2, 3], b: [3, 2, 1] }, NAMES),
      delongTest([1, 1, 0, 0], { a: [4, 3, 2, 1], b: [8, 7, 6, 5] }, NAMES),
      pairedBootstrap({ a: () => 1, b: () => 1 }, { units: 50, ...NAMES }),
      pairedBootstrap({ a: () => 1, b: () => null }, { units: 50, ...NAMES }),
      pairedBootstrap({ a: () => 1, b: () => 0.5 }, { units: 9, ...NAMES }),
      permutationTest({ labels: [1, 1], a: [1, 2], b: [2, 1], figure: 'auroc' }, NAMES),
    ];
    for (const { low, high, p, says } of found) {
      expect([low, high, p]).toEqual([null, null, null]);
      expect(says).toMatch(/^Nothing can be said: .+\./);
    }
  });

  it('is not covered up by rounding: equal decimals have no spread and no difference', () => {
    expect(standardDeviation([0.8, 0.8, 0.8])).toBe(0);
    expect(welchTest([0.8, 0.8, 0.8], [0.7, 0.7, 0.7])).toBeNull();
    expect(new Set(pairDifferences([0.82, 0.81, 0.9], [0.8, 0.79, 0.88])).size).toBe(1);
  });

  it('is what five pairs are to ranks', () => {
    const { p, says } = wilcoxonTest([0.9, 0.91, 0.92, 0.93, 0.94], [0.8, 0.8, 0.8, 0.8, 0.8]);
    expect(p).toBe(0.0625);
    expect(says).toContain('p cannot fall below 0.0625 whatever was measured');
  });

  it('is a size for no difference', () => {
    expect(sampleSizeMeans({ difference: 0, std: 0.1 })).toMatchObject({ n: null });
    expect(sampleSizeRates({ rate: 0.95, difference: 0.1 }).n).toBeNull();
    expect(sampleSizeMeans({ difference: 0, std: 0.1 }).says).toContain('No number');
  });

  it('refuses what is no question', () => {
    expect(() => pairedTTest([1, 2], [1])).toThrow(/no pairs/);
    expect(() => mcnemarTest({ onlyA: 5, onlyB: 6, n: 10 })).toThrow(/no counts/);
    expect(() => discordance([true], [])).toThrow(/not the same pictures/);
    expect(() => welchEquivalence({ a: [1, 2], b: [1, 3], margin: 0 })).toThrow(/above 0/);
    expect(() => rateInterval(3, 2)).toThrow(/no count/);
    expect(() => aurocInterval([1, 0], [Number.NaN, 1])).toThrow(/NaN/);
    expect(() => resampledTTest({ a: [1, 2], b: [2, 1], train: 0, test: 1 })).toThrow(/train and test/);
  });
});

describe('rates', () => {
  it('change to Clopper-Pearson below five of the rarer outcome and say so', () => {
    expect(rateInterval(45, 50)).toMatchObject({ kind: 'wilson', says: expect.stringContaining('Wilson') });
    const rare = rateInterval(46, 50);
    expect(rare).toMatchObject({ kind: 'clopper-pearson', ...clopperPearsonInterval(46, 50) });
    expect(rare?.says).toContain('Clopper-Pearson, since only 4 of the rarer outcome were seen');
    expect(rateInterval(0, 0)).toBeNull();
  });

  it('of groups that each say one thing are worth their groups', () => {
    const groups = Array.from({ length: 120 }, (_, i) => Math.floor(i / 6));
    const outcomes = groups.map((group) => group > 1);
    const found = groupedRateInterval({ outcomes, groups });
    expect(found?.kind).toBe('clopper-pearson');
    // Twenty groups of equal size, two of them wrong.
    const { low, high } = clopperPearsonInterval(18, 20);
    expect(found?.low).toBeCloseTo(low, 12);
    expect(found?.high).toBeCloseTo(high, 12);
    expect(groupedRateInterval({ outcomes: groups.map((group) => group % 3 > 0), groups })?.kind).toBe('bca');
  });
});

describe('areas', () => {
  it('turn round with the scores, and swap with the sides', () => {
    const random = createRandom(8);
    const labels = Array.from({ length: 60 }, () => (random() < 0.4 ? 1 : 0));
    const a = labels.map((label) => random() + 0.5 * label);
    const b = labels.map((label) => random() + 0.3 * label);
    const [one, other] = [delongTest(labels, { a, b }), delongTest(labels, { a: b, b: a })];
    expect(other.effect).toBeCloseTo(-(one.effect ?? 0), 12);
    expect(other.p).toBeCloseTo(one.p ?? 2, 12);
    const area = aurocInterval(labels, a);
    const turned = aurocInterval(
      labels,
      a.map((score) => -score),
    );
    expect(turned.low).toBeCloseTo(1 - (area.high ?? 0), 12);
    expect(turned.variance).toBeCloseTo(area.variance ?? 0, 12);
  });

  it('have no interval where scores tell nothing', () => {
    expect(aurocInterval([1, 0, 1, 0], [1, 1, 1, 1])).toMatchObject({ auroc: 0.5, low: null });
    expect(aurocInterval([1, 0, 0], [3, 2, 1]).reason).toMatch(/fewer than two/);
  });

  it('at random swaps agree with all swaps', () => {
    const random = createRandom(5);
    const labels = Array.from({ length: 10 }, (_, i) => i % 2);
    const a = labels.map((label) => random() + 0.6 * label);
    const b = labels.map((label) => random() + 0.1 * label);
    const input = { labels, a, b, figure: 'auroc' as const };
    const [all, some] = [permutationTest({ ...input, rounds: 1024 }), permutationTest({ ...input, rounds: 1000 })];
    expect([all.isExact, some.isExact]).toEqual([true, false]);
    expect(Math.abs((all.p ?? 0) - (some.p ?? 2))).toBeLessThan(0.06);
  });
});

it('leaves out of Holm what has no p', () => {
  expect(holm([0.01, null, 0.04])).toEqual([0.02, null, 0.04]);
});
