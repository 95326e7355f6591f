import type { Item } from '@assay/contracts';
import { expect, test } from 'vitest';
import { sha256 } from './digest';
import { foldGroups } from './foldGroups';
import { createRandom } from './random';

function item(path: string, more: Partial<Item> = {}): Item {
  return { picture: sha256(path), path, width: 8, height: 8, split: 'train', ...more };
}

/** How many of the places are in each fold. */
function sizes(folds: Int32Array, count: number, matches: (place: number) => boolean = () => true): number[] {
  return Array.from({ length: count }, (_, f) => folds.filter((fold, place) => fold === f && matches(place)).length);
}

test('single pictures: folds are equal, in all and in each class, up to one picture', () => {
  const items = Array.from({ length: 103 }, (_, i) => item(`${i}.png`, { label: i < 53 ? 0 : i < 83 ? 1 : 2 }));
  const folds = foldGroups(items, [...items.keys()], { folds: 5, seed: 3 });
  for (const counts of [sizes(folds, 5), ...[0, 1, 2].map((c) => sizes(folds, 5, (i) => items[i]?.label === c))]) {
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
  expect(foldGroups(items, [...items.keys()], { folds: 5, seed: 3 })).toEqual(folds);
  expect(foldGroups(items, [...items.keys()], { folds: 5, seed: 4 })).not.toEqual(folds);
});

test('a group, and the same bytes, are in one fold; classes stay near their shares', () => {
  const random = createRandom(1);
  const items = Array.from({ length: 240 }, (_, i) => item(`${i}.png`, { group: `g${i % 48}`, label: random.int(3) }));
  items.push(item('copy.png', { picture: items[0]?.picture ?? '', group: 'lonely', label: 0 }));
  // Only some of the pictures, in an order of their own.
  const indices = [...items.keys()].reverse().filter((index) => index % 7 !== 3 || index >= 240);
  const folds = foldGroups(items, indices, { folds: 4, seed: 0 });
  const foldsOf = new Map<string, Set<number>>();
  indices.forEach((index, place) => {
    for (const key of [items[index]?.group ?? '', items[index]?.picture ?? '']) {
      foldsOf.set(key, (foldsOf.get(key) ?? new Set<number>()).add(folds[place] ?? -1));
    }
  });
  expect([...foldsOf.values()].every((found) => found.size === 1)).toBe(true);
  for (const counts of [
    sizes(folds, 4),
    ...[0, 1, 2].map((c) => sizes(folds, 4, (i) => items[indices[i] ?? -1]?.label === c)),
  ]) {
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(5);
  }
});

test('more folds than groups are refused with a way out', () => {
  const items = ['a', 'a', 'b'].map((group, i) => item(`${i}.png`, { group, label: 0 }));
  expect(() => foldGroups(items, [0, 1, 2], { folds: 3, seed: 0 })).toThrow('3, but the 3 pictures are of 2 groups');
  expect(() => foldGroups(items, [0, 1, 2], { folds: 1, seed: 0 })).toThrow(RangeError);
});
