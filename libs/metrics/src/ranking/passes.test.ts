import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../averagePrecision';
import { f1Max } from '../curves/f1Max';
import { thresholdCounts } from '../curves/thresholdCounts';
import { rocAuc } from '../rocAuc';
import { createRandom } from '../stats/random';
import { rankFiguresInPasses } from './rankFiguresInPasses';
import { addToHistogram, createScoreHistogram, rocAucOfHistogram, type ScoreChunk } from './scoreHistogram';

const random = createRandom(8);

/** Parts of unequal length, some without a positive. */
function chunks(scoreOf: (positive: number) => number, share = 0.2): ScoreChunk[] {
  return [1, 700, 0, 3000, 50].map((count, part) => {
    const truth = Uint8Array.from({ length: count }, () => (part !== 4 && random() < share ? 1 : 0));
    return { truth, scores: Float32Array.from(truth, scoreOf) };
  });
}

const SETS: Record<string, ScoreChunk[]> = {
  'scores between 0 and 1': chunks((positive) => Math.min(1, random() * 0.8 + 0.2 * positive * random())),
  'few scores, many ties': chunks((positive) => Math.round(random() * 6 + positive) / 4 - 1),
  'many orders of magnitude, both signs': chunks(
    (positive) => (random() - 0.5 + 0.1 * positive) * 10 ** (20 * random() - 10),
  ),
  'scores that differ in their last bits': chunks(
    (positive) => 1 + (Math.floor(random() * 30) + 9 * positive) * 2 ** -23,
  ),
  'one score': chunks(() => 0.5),
  'zeros of both signs': chunks(() => (random() < 0.5 ? -0 : 0)),
};

function together(parts: readonly ScoreChunk[]) {
  return {
    labels: parts.flatMap(({ truth }) => [...truth]),
    scores: parts.flatMap(({ scores }) => [...scores]),
  };
}

describe.each(Object.entries(SETS))('%s', (_, parts) => {
  const { labels, scores } = together(parts);

  it.each([1, 5, 4096])('are measured in passes of %i bins as when all are sorted', async (bins) => {
    const found = await rankFiguresInPasses(() => parts, { bins });
    expect(found.rocAuc).toBeCloseTo(rocAuc(labels, scores) ?? 0, 12);
    expect(found.averagePrecision).toBeCloseTo(averagePrecision(labels, scores) ?? 0, 12);
    expect(found.f1Max).toEqual(f1Max(thresholdCounts(labels, scores)));
    if (bins === 4096) expect(found.passes).toBe(2);
  });

  it('lie within the bound that the histogram states', () => {
    const histogram = createScoreHistogram();
    for (const part of parts) addToHistogram(histogram, part);
    const found = rocAucOfHistogram(histogram);
    const exact = rocAuc(labels, scores) ?? Number.NaN;
    expect(Math.abs((found?.value ?? Number.NaN) - exact)).toBeLessThanOrEqual((found?.error ?? 0) + 1e-12);
    expect(found?.error).toBeLessThanOrEqual(0.5);
  });
});

describe('the bound', () => {
  it('is met where all that is in one bin is ordered alike', () => {
    // All four share their upper 16 bits: the exact area is 1 or 0, the histogram says 0.5 ± 0.5.
    const step = 2 ** -23;
    for (const truth of [Uint8Array.of(0, 0, 1, 1), Uint8Array.of(1, 1, 0, 0)]) {
      const histogram = createScoreHistogram();
      addToHistogram(histogram, { truth, scores: Float32Array.of(1, 1 + step, 1 + 2 * step, 1 + 3 * step) });
      expect(rocAucOfHistogram(histogram)).toEqual({ value: 0.5, error: 0.5 });
    }
  });

  it('is small for scores that spread', () => {
    const histogram = createScoreHistogram();
    for (const part of chunks((positive) => random() + 0.3 * positive)) addToHistogram(histogram, part);
    expect(rocAucOfHistogram(histogram)?.error).toBeLessThan(0.004);
  });
});

it('knows what is undefined, reads asynchronously, and refuses NaN', async () => {
  async function* read() {
    yield { truth: Uint8Array.of(0, 0), scores: Float32Array.of(1, 2) };
  }
  expect(await rankFiguresInPasses(read)).toEqual({ rocAuc: null, averagePrecision: null, f1Max: null, passes: 1 });
  expect(rocAucOfHistogram(createScoreHistogram())).toBeNull();
  const bad = [{ truth: Uint8Array.of(1), scores: Float32Array.of(Number.NaN) }];
  await expect(rankFiguresInPasses(() => bad)).rejects.toThrow(/NaN/);
  await expect(rankFiguresInPasses(() => [], { bins: 0 })).rejects.toThrow(/needs bins/);
});
