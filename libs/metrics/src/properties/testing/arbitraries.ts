import * as fc from 'fast-check';

/** Samples with many equal scores: a label 0 or 1 and a score from a few whole numbers. */
export type Samples = { labels: number[]; scores: number[] };

const sample = fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: -4, max: 4 }) });

/** Any samples: also none, one class only, or one score only. */
export const samples: fc.Arbitrary<Samples> = fc.array(sample, { maxLength: 40 }).map((rows) => ({
  labels: rows.map(({ label }) => label),
  scores: rows.map(({ score }) => score),
}));

/** Samples of both classes. */
export const bothClasses = samples.filter(({ labels }) => labels.includes(0) && labels.includes(1));

/** A function that rises strictly on the whole numbers from -4 to 4, in steps of many sizes. */
export const rising = fc
  .array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 9, maxLength: 9 })
  .map((steps) => {
    const values = steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, -500));
    return (score: number): number => values[score + 4] ?? Number.NaN;
  });

/** The order that sorts by seeded keys: any permutation. */
export const orderOf = (length: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, i) => i),
    { minLength: length, maxLength: length },
  );

export const inOrder = <T>(values: readonly T[], order: readonly number[]): T[] =>
  order.flatMap((i) => {
    const value = values[i];
    return value === undefined ? [] : [value];
  });

/** Small pictures of one width: a map of few scores, a mask, none of it or all of it at times. */
export const pictures = fc.integer({ min: 1, max: 5 }).chain((width) => {
  const pixel = fc.record({ score: fc.integer({ min: -3, max: 3 }), isAnomalous: fc.boolean() });
  const row = fc.array(pixel, { minLength: width, maxLength: width });
  const picture = fc
    .record({ rows: fc.array(row, { minLength: 1, maxLength: 5 }), isGood: fc.boolean() })
    .map(({ rows, isGood }) => ({
      width,
      scores: Float32Array.from(rows.flat(), ({ score }) => score / 2),
      mask: Uint8Array.from(rows.flat(), ({ isAnomalous }) => (isAnomalous && !isGood ? 1 : 0)),
    }));
  return fc.array(picture, { minLength: 1, maxLength: 5 });
});
