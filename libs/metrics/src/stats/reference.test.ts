import { describe, expect, it } from 'vitest';
import { bcaInterval } from './bcaInterval';
import { betaQuantile } from './betaQuantile';
import { binomialCdf, binomialProbability } from './binomial';
import { bootstrapInterval } from './bootstrapInterval';
import { aurocInterval, delongTest } from './delong';
import { pairedEquivalence, welchEquivalence } from './equivalence';
import fixtures from './fixtures/statistics.json';
import { holm } from './holm';
import { upperIncompleteGamma } from './incompleteGamma';
import { mcnemarTest } from './mcnemarTest';
import { noncentralTCdf } from './noncentralT';
import { normalCdf, normalQuantile, normalTail, normalTwoSidedP } from './normal';
import { pairedBootstrap } from './pairedBootstrap';
import { pairedTTest } from './pairedTTest';
import { permutationTest } from './permutationTest';
import { midranks, orderScores, weightedAuroc, weightedAveragePrecision } from './rankedFigures';
import { clopperPearsonInterval, wilsonInterval } from './rateInterval';
import { resampledTTest } from './resampledTTest';
import {
  powerMeans,
  powerPairs,
  sampleSizeMcnemar,
  sampleSizeMeans,
  sampleSizePairs,
  sampleSizeRates,
} from './sampleSize';
import { wilcoxonTest } from './wilcoxonTest';

/** Relative to the larger of the value and `floor`. */
function expectNear(
  found: number | null | undefined,
  expected: number | null,
  { relative = 1e-9, floor = 1e-6 }: { relative?: number; floor?: number } = {},
): void {
  if (expected === null) {
    expect(found).toBeNull();
    return;
  }
  const distance = Math.abs((found ?? Number.NaN) - expected) / Math.max(Math.abs(expected), floor);
  expect(distance, `${found} beside ${expected}`).toBeLessThan(relative);
}

describe('distributions against SciPy', () => {
  it('normal, far tails too', () => {
    for (const { z, cdf, tail, p } of fixtures.normal) {
      expectNear(normalCdf(z), cdf, { floor: 1e-300 });
      expectNear(normalTail(z), tail, { floor: 1e-300 });
      expectNear(normalTwoSidedP(z), p, { floor: 1e-300 });
    }
    for (const { p, z } of fixtures.normalQuantile) expectNear(normalQuantile(p), z);
  });

  it('incomplete gamma', () => {
    for (const { a, x, q } of fixtures.gamma) expectNear(upperIncompleteGamma(a, x), q, { floor: 1e-300 });
  });

  it('beta quantiles', () => {
    for (const { p, a, b, x } of fixtures.betaQuantile) expectNear(betaQuantile(p, a, b), x);
  });

  it('binomial', () => {
    for (const { k, n, p, probability, cdf } of fixtures.binomial) {
      expectNear(binomialProbability(k, n, p), probability);
      expectNear(binomialCdf(k, n, p), cdf);
    }
  });

  it('noncentral t', () => {
    for (const { t, df, delta, cdf } of fixtures.noncentralT) expectNear(noncentralTCdf(t, df, delta), cdf);
  });
});

describe('intervals of rates against statsmodels', () => {
  it.each(fixtures.rates)('$k of $n at $level', ({ k, n, level, wilson, clopperPearson }) => {
    const found = [wilsonInterval(k, n, level), clopperPearsonInterval(k, n, level)];
    for (const [i, expected] of [wilson, clopperPearson].entries()) {
      expectNear(found[i]?.low, expected[0] ?? 0);
      expectNear(found[i]?.high, expected[1] ?? 0);
    }
  });
});

describe('McNemar', () => {
  it.each(fixtures.mcnemar)('$onlyA against $onlyB of $n: statsmodels, Tango by a numerical maximum', (expected) => {
    const found = mcnemarTest(expected);
    for (const key of ['p', 'midP'] as const) expectNear(found[key], expected[key]);
    expectNear(found.chiSquare?.statistic, expected.chiSquare.statistic);
    expectNear(found.chiSquare?.p, expected.chiSquare.p);
    for (const key of ['low', 'high'] as const) expectNear(found[key], expected[key], { relative: 1e-5, floor: 1e-2 });
  });

  it("gives the published interval of Fagerland, Lydersen and Laake's example (2014)", () => {
    const { low, high, midP } = mcnemarTest({ onlyA: 1, onlyB: 7, n: 21 });
    expect([low?.toFixed(3), high?.toFixed(3)]).toEqual(['-0.517', '-0.026']);
    expect(midP?.toFixed(3)).toBe('0.039');
  });
});

it('corrects by Holm as statsmodels', () => {
  for (const { values, adjusted } of fixtures.holm) {
    for (const [i, p] of holm(values).entries()) expectNear(p, adjusted[i] ?? null);
  }
});

describe('tests of pairs', () => {
  it.each(fixtures.pairedT)('paired t as SciPy %#', ({ a, b, ...expected }) => {
    const found = pairedTTest(a, b);
    for (const key of ['t', 'df', 'p', 'low', 'high'] as const) expectNear(found[key], expected[key]);
  });

  it.each(fixtures.wilcoxon)('Wilcoxon as SciPy, its interval over all signs %#', ({ a, b, ...expected }) => {
    const found = wilcoxonTest(a, b);
    for (const key of ['statistic', 'p', 'effect'] as const) expectNear(found[key], expected[key]);
    expectNear(wilcoxonTest(a, b, { method: 'normal' }).p, expected.normalP);
    expectNear(wilcoxonTest(a, b, { method: 'normal', isCorrected: false }).p, expected.plainP);
    if (expected.interval) {
      expectNear(found.low, expected.interval.low);
      expectNear(found.high, expected.interval.high);
    }
  });

  it.each(fixtures.resampledT)('corrected resampled t by its equation %#', ({ a, b, train, test, ...expected }) => {
    const found = resampledTTest({ a, b, train, test });
    for (const key of ['t', 'df', 'p', 'low', 'high'] as const) expectNear(found[key], expected[key]);
  });

  it.each(fixtures.equivalence)('equivalence as statsmodels %#', ({ a, b, margin, welch, paired }) => {
    const found = { welch: welchEquivalence({ a, b, margin }), paired: pairedEquivalence({ a, b, margin }) };
    for (const key of ['p', 'low', 'high'] as const) {
      expectNear(found.welch[key], welch[key]);
      expectNear(found.paired[key], paired[key]);
    }
    expect(found.welch.isEquivalent).toBe(welch.p < 0.05);
  });
});

describe('sizes', () => {
  it('of means and pairs as statsmodels', () => {
    for (const { n, powerAt, ...given } of fixtures.sizes.means) {
      expect(sampleSizeMeans(given).n).toBe(n);
      for (const [size, expected] of Object.entries(powerAt)) {
        expectNear(powerMeans({ ...given, n: Number(size) }), expected, { relative: 1e-7 });
      }
    }
    for (const { n, powerAt, ...given } of fixtures.sizes.pairs) {
      expect(sampleSizePairs(given).n).toBe(Math.max(2, n));
      for (const [size, expected] of Object.entries(powerAt)) {
        expectNear(powerPairs({ ...given, n: Number(size) }), expected, { relative: 1e-7 });
      }
    }
  });

  it('of rates as statsmodels', () => {
    for (const { n, ...given } of fixtures.sizes.rates) expect(sampleSizeRates(given).n).toBe(n);
  });

  it("of McNemar's test: over all outcomes it then has the power that was asked for", () => {
    for (const { n, reached, discordant, difference } of fixtures.sizes.mcnemar) {
      expect(sampleSizeMcnemar({ discordant, difference }).n).toBe(n);
      expect(Math.abs(reached - 0.8)).toBeLessThan(0.03);
    }
  });
});

describe('ranks of scores', () => {
  it.each(fixtures.weighted)('weighted areas as scikit-learn, ranks as SciPy %#', ({ labels, scores, ...expected }) => {
    const { weights } = expected;
    expectNear(weightedAuroc(orderScores(scores), { labels, weights }), expected.auroc);
    expectNear(weightedAveragePrecision(orderScores(scores), { labels, weights }), expected.ap);
    expect([...midranks(scores)]).toEqual(expected.ranks);
  });

  it.each(fixtures.delong)('DeLong by its definition %#', ({ labels, a, b, areas, variance, logit, ...expected }) => {
    const found = delongTest(labels, { a, b });
    for (const key of ['z', 'p', 'low', 'high'] as const) expectNear(found[key], expected[key]);
    expectNear(found.effect, (areas[0] ?? 0) - (areas[1] ?? 0));
    const area = aurocInterval(labels, a);
    expectNear(area.auroc, areas[0] ?? 0);
    expectNear(area.variance, variance);
    expectNear(area.low, logit[0] ?? 0);
    expectNear(area.high, logit[1] ?? 0);
    expectNear(aurocInterval(labels, b).auroc, areas[1] ?? 0);
  });

  it.each(fixtures.permutation)('all swaps as SciPy %#', ({ labels, a, b, ...expected }) => {
    for (const figure of ['auroc', 'ap'] as const) {
      for (const scale of ['score', 'rank'] as const) {
        const found = permutationTest({ labels, a, b, figure, isOneScale: scale === 'score' });
        expect(found.isExact).toBe(true);
        expectNear(found.effect, expected[`${figure}/${scale}`].effect);
        expectNear(found.p, expected[`${figure}/${scale}`].p);
      }
    }
  });
});

describe('bootstrap against SciPy with many rounds', () => {
  const { values, other, formula } = fixtures.bootstrap;
  const meanOf = (of: readonly number[]) => (counts: Uint16Array) =>
    of.reduce((sum, value, i) => sum + value * (counts[i] ?? 0), 0) / of.length;
  const plan = { units: values.length, rounds: 20_000 };
  /** Of the width: two percent is what 20,000 rounds leave to chance. */
  const expectClose = (found: { low: number | null; high: number | null }, [low = 0, high = 0]: number[]): void => {
    expect(Math.abs((found.low ?? Number.NaN) - low) / (high - low)).toBeLessThan(0.02);
    expect(Math.abs((found.high ?? Number.NaN) - high) / (high - low)).toBeLessThan(0.02);
  };

  it('percentile', () => {
    expectClose(bootstrapInterval(meanOf(values), plan), fixtures.bootstrap.percentile);
  });

  it('BCa, and its formula to the last digits', () => {
    expectClose(bootstrapInterval(meanOf(values), { ...plan, kind: 'bca' }), fixtures.bootstrap.bca);
    const found = bcaInterval(formula);
    expectNear(found?.low, formula.low);
    expectNear(found?.high, formula.high);
  });

  it('of a difference on the same pictures', () => {
    expectClose(pairedBootstrap({ a: meanOf(values), b: meanOf(other) }, plan), fixtures.bootstrap.paired);
  });
});
