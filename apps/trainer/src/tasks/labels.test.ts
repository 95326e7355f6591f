import type { Item, Manifest } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { classOf, drawFraction, labelledPictures, trainingPictures } from './labels';

const item = (n: number, label?: number | number[]): Item => ({
  picture: String(n).padStart(64, '0'),
  path: `${String(n).padStart(3, '0')}.png`,
  width: 8,
  height: 8,
  split: 'train',
  ...(label === undefined ? {} : { label }),
});
const manifest: Manifest = {
  version: 1,
  classes: ['a', 'b'],
  items: [item(0), ...Array.from({ length: 40 }, (_, n) => item(n + 1, n < 30 ? 0 : 1))],
};

describe('labels', () => {
  it('leaves out pictures without a class and keeps rows of the manifest', () => {
    const { indices, labels } = labelledPictures(manifest, 'train');
    expect(indices[0]).toBe(1);
    expect(labels.filter((label) => label === 1)).toHaveLength(10);
  });

  it('draws a share of each class, at least one, nested, and the same for a seed', () => {
    const all = labelledPictures(manifest, 'train');
    const half = drawFraction(all, 0.5, 3);
    expect([...half.labels].filter((label) => label === 0)).toHaveLength(15);
    expect([...half.labels].filter((label) => label === 1)).toHaveLength(5);
    expect(drawFraction(all, 0.5, 3)).toEqual(half);
    expect(drawFraction(all, 0.5, 4)).not.toEqual(half);
    const few = drawFraction(all, 0.1, 3);
    expect([...few.indices].every((row) => half.indices.includes(row))).toBe(true);
    expect(drawFraction(all, 0.001, 3).labels).toEqual(Int32Array.of(0, 1));
  });

  it('refuses several classes on one picture, and names it', () => {
    expect(classOf(item(1, [1]))).toBe(1);
    expect(classOf(item(1, []))).toBeNull();
    expect(() => classOf(item(7, [0, 1]))).toThrow(/007\.png: 2 classes on one picture/);
    const single = { ...manifest, items: [item(1, 0), item(2, 0)] };
    expect(() => trainingPictures(single, { dataset: 'd', labelFraction: 1, seed: 0 })).toThrow(/one class, "a"/);
  });
});
