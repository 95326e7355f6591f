import { createTestDatabase } from '@assay/store/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestContext, digestOf, labelledManifest } from '../testing/fixtures';
import { listDatasets, listItems, readManifest, resolveDatasetVersion, showDataset } from './datasets';
import { publishDatasetVersion } from './publishDatasetVersion';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);
const publish = (name: string, what: string) =>
  publishDatasetVersion(ctx, { name, manifest: labelledManifest(what), format: 'folder-per-class' });

describe('publishDatasetVersion', () => {
  it('counts versions, and gives the same manifest its version again', async () => {
    const first = await publish('parts', 'a');
    expect(first).toMatchObject({ name: 'parts', version: 1, isNew: true, items: 8, splits: { train: 4, test: 2 } });
    expect(await publish('parts', 'a')).toMatchObject({ version: 1, isNew: false, digest: first.digest });
    expect(await publish('parts', 'b')).toMatchObject({ version: 2, isNew: true });
    expect(await readManifest(ctx, first.digest)).toEqual(labelledManifest('a'));
  });

  it('keeps both of two that come at once under one name', async () => {
    const published = await Promise.all(['p', 'q', 'r'].map((what) => publish('rivals', what)));
    expect(published.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
    const same = await Promise.all([publish('twins', 's'), publish('twins', 's')]);
    expect(same.map(({ version }) => version)).toEqual([1, 1]);
    expect(same.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('refuses a bad name and a file that changed meanwhile, and stores nothing', async () => {
    await expect(publish('../up', 'a')).rejects.toThrow(/--name: a name is 1-64/);
    const files = [[digestOf('expected'), Buffer.from('found')]] as const;
    const request = { name: 'changed', manifest: labelledManifest(), format: 'folder-per-class', files };
    await expect(publishDatasetVersion(ctx, request)).rejects.toThrow(/changed while it was imported/);
    expect((await listDatasets(ctx)).map(({ name }) => name)).not.toContain('changed');
  });
});

describe('looking at datasets', () => {
  it('shows counts by split and class, and the history', async () => {
    const shown = await showDataset(ctx, 'parts');
    expect(shown).toMatchObject({ version: 2, versions: 2, perClass: { train: [2, 2], validation: [1, 1] } });
    expect(shown.history.map(({ version }) => version)).toEqual([2, 1]);
    expect(await resolveDatasetVersion(ctx, 'parts@1')).toMatchObject({ version: 1 });
    expect(await showDataset(ctx, `parts@${shown.digest.slice(0, 8)}`)).toMatchObject({ version: 2 });
  });

  it('pages items of a split and a class', async () => {
    const page = await listItems(ctx, { dataset: 'parts', split: 'train', class: 'scratch', limit: 1, offset: 1 });
    expect(page.total).toBe(2);
    expect(page.items.map(({ label }) => label)).toEqual([1]);
  });

  it('names the nearest of what is not there', async () => {
    await expect(showDataset(ctx, 'prts')).rejects.toThrow(/did you mean "parts"/);
    await expect(showDataset(ctx, 'parts@9')).rejects.toThrow(/has no version "9"/);
    await expect(showDataset(ctx, 'parts@')).rejects.toThrow(/NAME@VERSION/);
    await expect(listItems(ctx, { dataset: 'parts', class: 'scrath' })).rejects.toThrow(/did you mean "scratch"/);
    await expect(listItems(ctx, { dataset: 'parts', split: 'tset' })).rejects.toThrow(/did you mean "test"/);
  });
});
