import { describe, expect, it } from 'vitest';
import type { GreyPicture } from '../picture';
import { estimateBackground } from './background';
import { backgroundEvidence, type Evidence, thresholdEvidence } from './evidence';
import reference from './fixtures/regions.json';
import { templateEvidence } from './templateEvidence';

const { width, height, pictures } = reference;
const named = (name: string): GreyPicture => pictureOf(pictures[name as keyof typeof pictures]);
const pictureOf = (data: readonly number[]): GreyPicture => ({ width, height, data: Uint8Array.from(data) });

/** Sums over rows and columns. */
function sums(data: ArrayLike<number>): { rows: number[]; columns: number[] } {
  const [rows, columns] = [new Array<number>(height).fill(0), new Array<number>(width).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const [y, x] = [Math.floor(i / width), i % width];
    rows[y] = (rows[y] ?? 0) + (data[i] ?? 0);
    columns[x] = (columns[x] ?? 0) + (data[i] ?? 0);
  }
  return { rows, columns };
}

const masked = ({ data }: Evidence, offset = 0) => sums(data.map((value) => (value > offset ? 1 : 0)));
const OPTIONS = { level: 0, parts: 3, block: 15, k: 0.2 };

describe('evidence', () => {
  it.each(reference.backgrounds)('background: SciPy’s $method filter of radius $radius, $picture', (one) => {
    const method = one.method as 'mean' | 'median' | 'gaussian'; // as the script has them
    const found = sums(estimateBackground(named(one.picture), { method, radius: one.radius }).data);
    for (const [y, value] of one.rows.entries()) expect(found.rows[y]).toBeCloseTo(value, 8);
    for (const [x, value] of one.columns.entries()) expect(found.columns[x]).toBeCloseTo(value, 8);
  });

  it.each(reference.thresholds)('threshold: scikit-image’s $method, $polarity, $picture', (one) => {
    const { picture, rows, columns, ...options } = one;
    const evidence = thresholdEvidence(named(picture), {
      ...OPTIONS,
      ...(options as { method: 'otsu'; polarity: 'dark' }),
    });
    expect(masked(evidence)).toEqual({ rows, columns });
  });

  it.each(reference.templates)(
    'template moved by $shift with edges of $edgeTolerance: SciPy’s local extremes',
    (one) => {
      const evidence = templateEvidence(pictureOf(one.picture), pictureOf(one.template), { ...one, polarity: 'both' });
      expect(masked(evidence)).toEqual({ rows: one.rows, columns: one.columns });
      expect(evidence.data.reduce((sum, value) => sum + Math.max(0, value), 0)).toBe(one.sum);
    },
  );

  it('is the distance from the threshold, on the side that is asked for', () => {
    const picture = { width: 3, height: 1, data: Uint8Array.of(10, 100, 250) };
    const fixed = (polarity: 'dark' | 'bright' | 'both') => [
      ...thresholdEvidence(picture, { ...OPTIONS, method: 'fixed', level: 90, polarity }).data,
    ];
    expect(fixed('dark')).toEqual([80, -10, -160]);
    expect(fixed('bright')).toEqual([-80, 10, 160]);
    expect(fixed('both')).toEqual([80, 10, 160]);
  });

  it('takes the deviations of the difference off, by its median', () => {
    // Differences from the mean of three: -10/3, 5, -10/3 … the picture is mirrored at its ends.
    const picture = { width: 5, height: 1, data: Uint8Array.of(0, 10, 0, 10, 0) };
    const options = { method: 'mean', radius: 1, polarity: 'bright' } as const;
    const plain = [...backgroundEvidence(picture, { ...options, deviations: 0 }).data];
    const limited = [...backgroundEvidence(picture, { ...options, deviations: 1 }).data];
    const differences = plain.toSorted((a, b) => a - b);
    const middle = differences[2] ?? 0;
    const distances = plain.map((value) => Math.abs(value - middle)).sort((a, b) => a - b);
    for (const [i, value] of limited.entries())
      expect(value).toBeCloseTo((plain[i] ?? 0) - 1.4826 * (distances[2] ?? 0), 12);
  });

  it('finds nothing in a picture of one value', () => {
    const flat = { width: 4, height: 4, data: new Uint8Array(16).fill(7) };
    for (const method of ['otsu', 'yen', 'li', 'triangle', 'multi-otsu'] as const) {
      const { data } = thresholdEvidence(flat, { ...OPTIONS, method, polarity: 'dark' });
      expect(data.every((value) => value === Number.NEGATIVE_INFINITY)).toBe(true);
    }
  });
});
