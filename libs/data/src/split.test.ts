import { InputError, type Item, type Manifest } from '@assay/contracts';
import { expect, test } from 'vitest';
import { sha256 } from './digest';
import { createRandom } from './random';
import { type SplitOptions, splitManifest } from './split';

const shares = { train: 0.7, validation: 0.15, test: 0.15, stratify: true, seed: 0 } satisfies SplitOptions;

function item(path: string, more: Partial<Item> = {}): Item {
  return { picture: sha256(path), path, width: 8, height: 8, split: 'train', ...more };
}

function manifestOf(items: Item[], classes = ['a', 'b', 'c']): Manifest {
  return { version: 1, classes, items };
}

function count(manifest: Manifest, matches: (item: Item) => boolean = () => true): number[] {
  return (['train', 'validation', 'test'] as const).map(
    (split) => manifest.items.filter((entry) => entry.split === split && matches(entry)).length,
  );
}

test('single pictures: the shares are exact, in all and in each class', () => {
  const items = Array.from({ length: 200 }, (_, i) => item(`${i}.png`, { label: i < 100 ? 0 : i < 160 ? 1 : 2 }));
  const split = splitManifest(manifestOf(items), shares);
  expect(count(split)).toEqual([140, 30, 30]);
  expect(count(split, (entry) => entry.label === 0)).toEqual([70, 15, 15]);
  expect(count(split, (entry) => entry.label === 1)).toEqual([42, 9, 9]);
  expect(count(split, (entry) => entry.label === 2)).toEqual([28, 6, 6]);
});

test('the seed decides, and nothing else', () => {
  const items = Array.from({ length: 50 }, (_, i) => item(`${i}.png`, { label: i % 3 }));
  const once = splitManifest(manifestOf(items), shares);
  expect(splitManifest(manifestOf(items), shares)).toEqual(once);
  expect(splitManifest(manifestOf(items), { ...shares, seed: 1 })).not.toEqual(once);
  expect(items.every((entry) => entry.split === 'train')).toBe(true);
});

test('groups, equal bytes and what groupBy names stay together; shares come near', () => {
  const random = createRandom(1);
  const items = Array.from({ length: 300 }, (_, i) => {
    const group = `g${random.int(60)}`;
    return item(`${group}/${i}.png`, { group, boxes: [{ x: 0, y: 0, w: 1, h: 1, class: random.int(3) }] });
  });
  items.push(item('copy.png', { picture: items[0]?.picture ?? '', group: 'lonely', boxes: [] }));
  for (const groupBy of ['group', 'folder', 'template'] as const) {
    const split = splitManifest(manifestOf(items), { ...shares, groupBy });
    const splitsOf = new Map<string, Set<string>>();
    for (const entry of split.items) {
      for (const key of [entry.group ?? '', entry.picture]) {
        splitsOf.set(key, (splitsOf.get(key) ?? new Set<string>()).add(entry.split));
      }
    }
    expect([...splitsOf.values()].every((splits) => splits.size === 1)).toBe(true);
    const [train = 0, validation = 0, held = 0] = count(split);
    expect(Math.abs(train - 0.7 * 301)).toBeLessThanOrEqual(3);
    expect(Math.abs(validation - 0.15 * 301)).toBeLessThanOrEqual(3);
    expect(Math.abs(held - 0.15 * 301)).toBeLessThanOrEqual(3);
  }
});

test('by folder, pictures of one folder stay together', () => {
  const items = Array.from({ length: 40 }, (_, i) => item(`board${i % 8}/${i}.png`, { label: i % 2 }));
  const split = splitManifest(manifestOf(items), {
    ...shares,
    train: 0.5,
    validation: 0.25,
    test: 0.25,
    groupBy: 'folder',
    stratify: false,
  });
  expect(count(split)).toEqual([20, 10, 10]);
  for (let b = 0; b < 8; b++) {
    expect(
      new Set(split.items.filter((entry) => entry.path.startsWith(`board${b}/`)).map((entry) => entry.split)).size,
    ).toBe(1);
  }
});

test('unlabelled pictures stay out; a share of 0 stays empty', () => {
  const items = [
    ...Array.from({ length: 10 }, (_, i) => item(`${i}.png`, { label: 0 })),
    item('u.png', { split: 'unlabelled' }),
  ];
  const split = splitManifest(manifestOf(items), { ...shares, train: 0.8, validation: 0, test: 0.2 });
  expect(count(split)).toEqual([8, 0, 2]);
  expect(split.items.at(-1)?.split).toBe('unlabelled');
});

test('the impossible is refused with a way out', () => {
  const items = [item('1.png', { label: 0 }), item('2.png', { label: 0 }), item('3.png', { label: 1 })];
  const refuse =
    (more: Partial<SplitOptions>, list = items) =>
    () =>
      splitManifest(manifestOf(list), { ...shares, ...more });
  expect(refuse({ test: 0.3 })).toThrow('add up to 1.15');
  expect(refuse({ train: -0.1 })).toThrow('--train: -0.1');
  expect(refuse({ train: Number.NaN })).toThrow(InputError);
  expect(refuse({ stratify: false }, items.slice(0, 2))).toThrow('2 groups of pictures cannot fill 3 splits');
  expect(refuse({})).toThrow('class "a" is in 2 groups');
  expect(refuse({}, [item('1.png', { split: 'unlabelled' })])).toThrow('every picture is in the split "unlabelled"');
});
