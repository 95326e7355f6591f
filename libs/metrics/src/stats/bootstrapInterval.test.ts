import { describe, expect, it } from 'vitest';
import { bootstrapInterval, bootstrapIntervals, UNITS_MIN } from './bootstrapInterval';
import { createRandom } from './random';

const random = createRandom(11);
const VALUES = Array.from({ length: 80 }, () => random() ** 3);
const GROUPS = VALUES.map((_, i) => i % 16);

/** The mean of the drawn pictures' values. */
function weightedMean(values: readonly number[]) {
  return (counts: Uint16Array): number => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return values.reduce((sum, value, i) => sum + value * (counts[i] ?? 0), 0) / total;
  };
}

/** The same bootstrap without counts: pictures are drawn one by one and the mean is computed anew. */
function slowInterval(seed: number): number[] {
  const draw = createRandom(seed);
  const means = Array.from({ length: 2000 }, () => {
    const drawn = Array.from({ length: VALUES.length }, () => VALUES[Math.floor(draw() * VALUES.length)] ?? 0);
    return drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  }).sort((a, b) => a - b);
  return [means[50] ?? 0, means[1949] ?? 0];
}

describe('bootstrapInterval', () => {
  it('is that of pictures drawn one by one', () => {
    const found = bootstrapInterval(weightedMean(VALUES), { units: 80, seed: 5 });
    const [low, high] = slowInterval(5);
    expect(found.low).toBeCloseTo(low ?? 0, 3);
    expect(found.high).toBeCloseTo(high ?? 0, 3);
    expect(found).toMatchObject({ kind: 'percentile', undefinedRounds: 0, reason: null });
    expect(bootstrapInterval(weightedMean(VALUES), { units: 80, seed: 5 })).toEqual(found);
  });

  it('widens as the level rises and as pictures of one group are alike', () => {
    const plan = { units: 80, seed: 2 };
    const width = (found: { low: number | null; high: number | null }): number => (found.high ?? 0) - (found.low ?? 0);
    const alike = VALUES.map((_, i) => VALUES[i % 16] ?? 0);
    const figure = weightedMean(alike);
    expect(width(bootstrapInterval(figure, { ...plan, level: 0.99 }))).toBeGreaterThan(
      width(bootstrapInterval(figure, plan)),
    );
    // Five pictures a group that say the same: the spread is sqrt(5) times that of independent ones.
    const ratio =
      width(bootstrapInterval(figure, { ...plan, groups: GROUPS })) / width(bootstrapInterval(figure, plan));
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.7);
  });

  it('moves towards the long tail with the correction for skew', () => {
    const plain = bootstrapInterval(weightedMean(VALUES), { units: 80 });
    const corrected = bootstrapInterval(weightedMean(VALUES), { units: 80, kind: 'bca' });
    expect(corrected.low ?? 0).toBeGreaterThan(plain.low ?? 1);
    expect(corrected.high ?? 0).toBeGreaterThan(plain.high ?? 1);
    expect(corrected.kind).toBe('bca');
  });

  it('says why there is none', () => {
    const reasonOf = (figure: (counts: Uint16Array) => number | null, units = 80) =>
      bootstrapInterval(figure, { units }).reason;
    expect(reasonOf(() => null)).toMatch(/undefined/);
    expect(reasonOf(() => Number.NaN)).toMatch(/undefined/);
    expect(reasonOf(() => 1)).toMatch(/every round/);
    expect(reasonOf((counts) => (counts.every((count) => count === 1) ? 0.5 : null))).toMatch(/most rounds/);
    expect(reasonOf(weightedMean(VALUES), UNITS_MIN - 1)).toMatch(/fewer than 10 pictures/);
    expect(bootstrapInterval(weightedMean(VALUES), { units: 80, groups: VALUES.map((_, i) => i % 9) }).reason).toMatch(
      /fewer than 10 groups/,
    );
  });

  it('leaves out and counts the rounds without a value', () => {
    const found = bootstrapInterval((counts) => (counts[0] === 0 ? null : weightedMean(VALUES)(counts)), { units: 80 });
    // A picture is missing from a round with chance (1 - 1/80)^80 = 0.366.
    expect(found.undefinedRounds / 2000).toBeCloseTo(0.366, 1);
    expect(found.low).not.toBeNull();
  });
});

it('gives several figures the interval that each has alone', () => {
  const squares = VALUES.map((value) => value * value);
  for (const kind of ['percentile', 'bca'] as const) {
    const plan = { units: 80, kind, rounds: 300 };
    const together = bootstrapIntervals(
      (counts) => ({ mean: weightedMean(VALUES)(counts), square: weightedMean(squares)(counts), none: null }),
      plan,
    );
    expect(together.mean).toEqual(bootstrapInterval(weightedMean(VALUES), plan));
    expect(together.square).toEqual(bootstrapInterval(weightedMean(squares), plan));
    expect(together.none?.reason).toMatch(/undefined/);
  }
});
