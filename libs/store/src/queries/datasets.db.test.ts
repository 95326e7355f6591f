import type { Item } from '@assay/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '../database';
import { createTestDatabase } from '../testing/createTestDatabase';
import { isArtifactReferenced } from './artifactReferences';
import { findDatasetVersion, insertDatasetVersion, listDatasets, listDatasetVersions } from './datasets';
import { countItems, insertItems, listItems } from './items';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);

const publish = (tx: Database, name: string, digest: string) =>
  insertDatasetVersion(tx, {
    name,
    digest,
    manifestDigest: digest,
    format: 'folder-per-class',
    classes: ['a', 'b'],
    counts: {
      items: 0,
      annotations: { labels: 0, boxes: 0, masks: 0, polygons: 0 },
      splits: { train: 0, validation: 0, test: 0, unlabelled: 0 },
      perClass: {},
    },
    problems: [],
    createdBy: 'tester',
  });

const digest = (start: string) => start.padEnd(64, '0');

describe('dataset versions', () => {
  it('count 1, 2, 3 also when many publish under one name at once; the newest digest again is no new version', async () => {
    const digests = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map(digest);
    const made = await Promise.all(digests.map((d) => db.transaction((tx) => publish(tx, 'many', d))));
    expect(made.map(({ version }) => version.version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const newest = made.find(({ version }) => version.version === 6)?.version;
    const again = await Promise.all(
      [1, 2].map(() => db.transaction((tx) => publish(tx, 'many', newest?.digest ?? ''))),
    );
    expect(again.map(({ version, isNew }) => [version.id, isNew])).toEqual([
      [newest?.id, false],
      [newest?.id, false],
    ]);
    expect((await listDatasetVersions(db, 'many')).map((version) => version.version)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('are found by latest, number and beginning of the digest', async () => {
    for (const d of ['abcd1', 'abcd2', '12345']) await publish(db, 'found', digest(d));
    const version = async (wanted?: string | number) =>
      (await findDatasetVersion(db, { name: 'found', version: wanted })).version;
    expect([
      await version(),
      await version('latest'),
      await version(2),
      await version('2'),
      await version('abcd2'),
    ]).toEqual([3, 3, 2, 2, 2]);
    await expect(version('abcd')).rejects.toThrow('fits several versions');
    await expect(version(9)).rejects.toThrow('"found" has no version "9" (it has 3 (123450000000), 2 (');
    await expect(findDatasetVersion(db, { name: 'fuond' })).rejects.toThrow('did you mean "found"?');
    const listed = (await listDatasets(db)).find((dataset) => dataset.name === 'found');
    expect([listed?.version, listed?.versions]).toEqual([3, 3]);
  });
});

describe('items', () => {
  it('keep every field and are filtered by split and by any class that occurs in them', async () => {
    const { version } = await publish(db, 'items', digest('77'));
    const base = { picture: digest('1'), width: 8, height: 9, split: 'train' } as const;
    const items: Item[] = [
      { ...base, path: 'a.png', label: 0, group: 'g' },
      {
        ...base,
        path: 'b.png',
        split: 'test',
        boxes: [{ x: 0, y: 1, w: 2, h: 3.5, class: 1 }],
        partner: { template: digest('2') },
      },
      { ...base, path: 'c.png', masks: [{ digest: digest('3'), class: 1 }], label: [0, 1] },
      ...Array.from({ length: 2500 }, (_, i) => ({ ...base, path: `d${i}.png`, split: 'unlabelled' as const })),
    ];
    await insertItems(db, { versionId: version.id, items, pixelDigests: new Map([[digest('1'), digest('9')]]) });
    const paths = async (filter: { split?: 'train' | 'test'; class?: number }) =>
      (await listItems(db, { versionId: version.id, ...filter, limit: 5 })).map((item) => item.path);
    expect(await paths({})).toEqual(['a.png', 'b.png', 'c.png', 'd0.png', 'd1.png']);
    expect(await paths({ split: 'train' })).toEqual(['a.png', 'c.png']);
    expect(await paths({ class: 1 })).toEqual(['b.png', 'c.png']);
    expect(await paths({ class: 0 })).toEqual(['a.png', 'c.png']);
    expect(await countItems(db, { versionId: version.id })).toBe(2503);
    for (const named of ['1', '2', '3', '77']) expect(await isArtifactReferenced(db, digest(named))).toBe(true);
    expect(await isArtifactReferenced(db, digest('4'))).toBe(false);
    const [, second] = await listItems(db, { versionId: version.id });
    expect(second).toMatchObject({
      index: 1,
      boxes: items[1]?.boxes,
      template: digest('2'),
      label: null,
      pixelDigest: digest('9'),
    });
  });
});
