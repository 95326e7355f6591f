import { FoldConfig, type Item, type Manifest } from '@assay/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './digest';
import { foldItems } from './foldItems';
import { foldManifest } from './foldManifest';
import { createRandom } from './random';

function item(path: string, more: Partial<Item> = {}): Item {
  return { picture: sha256(path), path, width: 8, height: 8, split: 'train', ...more };
}

function manifestOf(items: Item[], classes = ['a', 'b', 'c']): Manifest {
  return { version: 1, classes, items };
}

function fold(more: Partial<FoldConfig> = {}): FoldConfig {
  return FoldConfig.parse({ of: 5, index: 1, ...more });
}

/** The test fold of each picture by its path; those in none are missing. */
function foldsByPath(manifest: Manifest, more: Partial<FoldConfig> = {}): Map<string, number> {
  return new Map(
    foldItems(manifest, fold(more)).flatMap(({ members, fold: of }) =>
      members.map((index): [string, number] => [manifest.items[index]?.path ?? '', of]),
    ),
  );
}

/** Boards with one to five pictures of three classes each, some of them unlabelled, some with the bytes of another. */
const boards = fc
  .record({ boards: fc.integer({ min: 24, max: 60 }), seed: fc.integer({ min: 0, max: 1e6 }) })
  .map(({ boards: count, seed }) => {
    const random = createRandom(seed);
    const items = Array.from({ length: count }, (_, b) =>
      Array.from({ length: 3 + random.int(5) }, (__, i) => {
        const path = `board${b}/${i}.png`;
        const isUnlabelled = random.int(8) === 0;
        return item(path, {
          group: `board${b}`,
          split: isUnlabelled ? 'unlabelled' : i % 3 === 0 ? 'test' : 'train',
          ...(isUnlabelled ? {} : { label: i < 3 ? i : random.int(3) }),
        });
      }),
    ).flat();
    return manifestOf(items);
  });
const plans = fc.record({
  of: fc.integer({ min: 2, max: 5 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  repeat: fc.integer({ min: 1, max: 4 }),
});

test('every picture is tested in exactly one fold, and no board is on both sides of any', () => {
  fc.assert(
    fc.property(boards, plans, (manifest, plan) => {
      const tested = new Map<string, number>();
      const wrong: string[] = [];
      for (let index = 1; index <= plan.of; index++) {
        const { manifest: folded, withheld } = foldManifest(manifest, fold({ ...plan, index }));
        const testedBoards = new Set(folded.items.flatMap(({ split, group }) => (split === 'test' ? [group] : [])));
        const heldBoards = new Set(folded.items.flatMap(({ split, group }) => (split === 'validation' ? [group] : [])));
        folded.items.forEach(({ path, group, split }, i) => {
          const wasUnlabelled = manifest.items[i]?.split === 'unlabelled';
          if (split === 'test') tested.set(path, (tested.get(path) ?? 0) + 1);
          // An unlabelled picture of a tested board may not be learned from; any other may.
          const isRight = wasUnlabelled
            ? split === 'unlabelled' && withheld.has(i) === testedBoards.has(group)
            : !withheld.has(i) &&
              (split === 'test') === testedBoards.has(group) &&
              (split === 'validation') === heldBoards.has(group) &&
              split !== 'unlabelled';
          if (!isRight) wrong.push(`fold ${index}: ${path} in ${split}`);
        });
      }
      expect(wrong).toEqual([]);
      const labelled = manifest.items.filter(({ split }) => split !== 'unlabelled');
      expect(labelled.filter(({ path }) => tested.get(path) !== 1)).toEqual([]);
      expect(tested.size).toBe(labelled.length);
    }),
    { numRuns: 6 },
  );
});

test('folds are of nearly one size, in all and in each class', () => {
  fc.assert(
    fc.property(boards, plans, (manifest, plan) => {
      const folds = foldsByPath(manifest, plan);
      const spread = (matches: (one: Item) => boolean): number => {
        const counts = Array.from(
          { length: plan.of },
          (_, f) => manifest.items.filter((one) => folds.get(one.path) === f + 1 && matches(one)).length,
        );
        return Math.max(...counts) - Math.min(...counts);
      };
      // A board has up to seven pictures and up to five of a class: that is as fine as it can be dealt.
      expect(spread(() => true)).toBeLessThanOrEqual(7);
      for (const c of [0, 1, 2]) expect(spread((one) => one.label === c)).toBeLessThanOrEqual(5);
    }),
    { numRuns: 10 },
  );
});

test('single pictures: folds are equal up to one, in all and in each class, and so is the share held back', () => {
  const items = Array.from({ length: 200 }, (_, i) => item(`${i}.png`, { label: i < 100 ? 0 : i < 160 ? 1 : 2 }));
  for (let index = 1; index <= 5; index++) {
    const { manifest } = foldManifest(manifestOf(items), fold({ index, validation: 0.25 }));
    const counts = (split: string) =>
      [0, 1, 2].map((c) => manifest.items.filter((one) => one.split === split && one.label === c).length);
    expect(counts('test')).toEqual([20, 12, 8]);
    expect(counts('validation')).toEqual([20, 12, 8]);
    expect(counts('train')).toEqual([60, 36, 24]);
  }
});

test('seed and repetition decide; the order of the items and their splits do not', () => {
  const items = Array.from({ length: 60 }, (_, i) => item(`${i}.png`, { label: i % 3, group: `g${i % 30}` }));
  const once = foldsByPath(manifestOf(items));
  const shuffled = items.toReversed().map((one, i): Item => ({ ...one, split: i % 2 ? 'test' : 'validation' }));
  expect(foldsByPath(manifestOf(shuffled))).toEqual(once);
  expect(foldsByPath(manifestOf(items), { seed: 1 })).not.toEqual(once);
  expect(foldsByPath(manifestOf(items), { repeat: 2 })).not.toEqual(once);
  expect(items.every(({ split }) => split === 'train')).toBe(true);
});

test('equal bytes and a shared folder keep pictures in one fold, also through an unlabelled one', () => {
  const items = Array.from({ length: 40 }, (_, i) => item(`f${i % 10}/${i}.png`, { label: 0, group: `g${i}` }));
  const twin = item('twin.png', { picture: items[0]?.picture ?? '', split: 'unlabelled', group: 'g1' });
  const joined = foldsByPath(manifestOf([...items, twin], ['a']));
  expect(joined.get('f0/0.png')).toBe(joined.get('f1/1.png'));
  expect(joined.has('twin.png')).toBe(false);
  const byFolder = foldsByPath(manifestOf(items, ['a']), { groupBy: 'folder' });
  for (let f = 0; f < 10; f++) {
    const found = [...byFolder].filter(([path]) => path.startsWith(`f${f}/`)).map(([, of]) => of);
    expect([found.length, new Set(found).size]).toEqual([4, 1]);
  }
});

test('a sound template that is tested is no partner of a picture that is learned from', () => {
  const templates = Array.from({ length: 10 }, (_, i) => item(`good/${i}.png`, { label: 0 }));
  const parts = templates.map(({ picture }, i) => item(`bad/${i}.png`, { label: 1, partner: { template: picture } }));
  const { manifest } = foldManifest(manifestOf([...templates, ...parts], ['good', 'bad']), fold());
  const tested = new Set(manifest.items.filter(({ split }) => split === 'test').map(({ picture }) => picture));
  const learned = manifest.items.slice(10).filter(({ split }) => split !== 'test');
  const lost = learned.filter(({ partner }) => partner === undefined);
  expect(learned.every(({ partner }) => partner === undefined || !tested.has(partner.template))).toBe(true);
  expect(lost.length).toBe(
    parts.filter((one, i) => learned.some(({ path }) => path === one.path) && tested.has(templates[i]?.picture ?? ''))
      .length,
  );
  expect(
    manifest.items
      .slice(10)
      .filter(({ split }) => split === 'test')
      .every(({ partner }) => partner),
  ).toBe(true);
});

test('a class that is in one of the other groups alone stays in training', () => {
  const items = Array.from({ length: 10 }, (_, i) => item(`${i}.png`, { label: i < 2 ? 1 : 0 }));
  for (let index = 1; index <= 2; index++) {
    for (let seed = 0; seed < 5; seed++) {
      const { manifest } = foldManifest(manifestOf(items, ['a', 'b']), fold({ of: 2, index, seed, validation: 0.5 }));
      expect(manifest.items.filter(({ split, label }) => split === 'train' && label === 1)).toHaveLength(1);
    }
  }
});

test('what cannot be divided is refused with what would fit', () => {
  const items = Array.from({ length: 12 }, (_, i) =>
    item(`${i}.png`, { group: `g${i % 4}`, label: i % 4 === 0 ? 0 : 1 }),
  );
  const refuse =
    (more: Partial<FoldConfig>, list = items) =>
    () =>
      foldManifest(manifestOf(list, ['a', 'b']), fold(more));
  expect(refuse({})).toThrow('the 12 pictures are of 4 groups (kept together by group), too few for 5 folds');
  expect(refuse({})).toThrow('ask for 4 folds at most');
  expect(refuse({ of: 3 })).toThrow('class "a" is in 1 group of pictures only, too few for 3 folds');
  expect(refuse({ of: 3 })).not.toThrow('1 folds at most');
  expect(refuse({ of: 2 }, items.slice(1, 3))).toThrow('fold.validation: beside fold 1 of 2 there is 1 group');
  // Two boards hold all of class b between them, and both hold most of the pictures.
  const uneven = [0, 1, 2, 3].map((i) => item(`${i}.png`, { label: 0, group: i < 2 ? 'x' : `g${i}` }));
  expect(refuse({ of: 5 }, uneven)).toThrow('are of 3 groups');
});
