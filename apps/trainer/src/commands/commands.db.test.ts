import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeClassFolders, writePicture } from '../testing/pictures';
import { runJson, runMain } from '../testing/runMain';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-commands-'));
const parts = join(folder, 'parts');

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  writeClassFolders(parts, 8);
  writeFileSync(join(parts, 'good', 'text.png'), 'no picture');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('assay dataset', () => {
  it('reports without storing on a dry run', async () => {
    const report = await runJson('dataset', 'import', parts, '--name', 'parts', '--dry-run');
    expect(report).toMatchObject({ name: 'parts', version: null, items: 16, classes: ['bar', 'good'] });
    expect(await runJson('dataset', 'list')).toEqual([]);
  });

  it('imports what is usable, reports the rest, and gives the same digest again', async () => {
    const first = await runJson('dataset', 'import', parts, '--name', 'parts');
    expect(first).toMatchObject({ version: 1, problems: [{ path: 'good/text.png' }] });
    expect(await runJson('dataset', 'import', parts, '--name', 'parts')).toEqual(first);
  });

  it('refuses a folder with nothing usable, and a format that there is none of', async () => {
    const broken = join(folder, 'broken');
    writePicture(join(broken, 'a', 'x.png'), { seed: 1, hasBar: true });
    writeFileSync(join(broken, 'a', 'x.png'), 'no picture');
    const { code, out, err } = await runMain('dataset', 'import', broken, '--name', 'broken', '--json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('no usable picture');
    const format = await runMain('dataset', 'import', parts, '--name', 'x', '--format', 'mvtec');
    expect(format.code).toBe(2);
    expect(format.err).toContain('mvtec-ad');
  });

  it('splits into a new version, the same by the same seed', async () => {
    const split = await runJson('dataset', 'split', 'parts', '--stratify', '--seed', '3');
    expect(split).toMatchObject({ name: 'parts', version: 2, items: 16 });
    expect(await runJson('dataset', 'split', 'parts@1', '--stratify', '--seed', '3')).toEqual(split);
    const shown = await runJson('dataset', 'show', 'parts');
    expect(shown).toMatchObject({ version: 2, versions: 2, splits: { unlabelled: 0 } });
    const { code, err } = await runMain('dataset', 'split', 'parts', '--train', '.9', '--test', '.9');
    expect(code).toBe(2);
    expect(err).toContain('the shares add up to 1.8');
  });

  it('refuses to crop what has no objects', async () => {
    const { code, err } = await runMain('dataset', 'crop', 'parts', '--name', 'cuts', '--size', '16');
    expect(code).toBe(2);
    expect(err).toContain('no picture has a box or a mask');
  });
});

describe('assay run and runs', () => {
  it('queues, lists, shows and cancels', async () => {
    const file = join(folder, 'hog.json');
    writeFileSync(file, JSON.stringify({ task: 'classical', dataset: { name: 'parts' }, input: { size: 32 } }));
    const queued = await runJson('run', file, '--seeds', '0,1', '--experiment', 'Bars?', '--set', 'learner.c=1');
    expect(queued).toMatchObject({ experiment: 'Bars?', pretraining: [] });
    const runs = (queued as { runs: string[] }).runs;
    const [id = ''] = runs;
    expect(runs).toHaveLength(2);
    const listed = await runJson('runs', 'list', '--experiment', 'Bars?', '--where', 'seed=0 and learner.c=1');
    expect(listed).toMatchObject([{ id, label: 'hog', status: 'queued' }]);
    const shown = await runJson('runs', 'show', id.slice(0, 7));
    expect(shown).toMatchObject({ id, seed: 0, config: { learner: { c: 1 } }, dataset: { name: 'parts', version: 2 } });
    expect(await runJson('runs', 'cancel', id)).toEqual({ id, status: 'cancelled' });
    expect(await runJson('runs', 'logs', id)).toEqual([]);
    expect(await runJson('runs', 'metrics', id)).toEqual({ run: id, series: [] });
  });

  it.each([
    [['run', 'boards-scratch'], 'there is no dataset "board-defects"'],
    [['run', 'boards-scratsh'], 'did you mean "boards-scratch"?'],
    [
      ['run', 'finetune', '--set', 'dataset.name=parts', '--set', 'epoch=3'],
      'unknown key "epoch" (did you mean "epochs"?)',
    ],
    [['run', 'finetune', '--set', 'dataset.name=parts', '--set', 'input.size=-1'], 'input.size'],
    [['runs', 'show', 'zzzz'], 'there is no run "zzzz"'],
    [['runs', 'list', '--status', 'runing'], 'did you mean "running"?'],
    [['runs', 'metrics', 'zzzz'], 'there is no run "zzzz"'],
    [['compare', '--experiment', 'Bars', '--metric', 'test/accuracy'], 'did you mean "Bars?"?'],
    [['model', 'show', 'none'], 'there is no model "none"'],
    [['model', 'promote', 'none', '1', '--reason', ''], '--reason: empty'],
    [['predict', '--model', 'none', join(parts, 'good', '0.png')], 'there is no model "none"'],
  ])('%j is refused with one line and exit code 2', async (parameters, line) => {
    const { code, out, err } = await runMain(...parameters);
    expect(err).toContain(line);
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });

  it('fails with exit code 1 and a word of advice when the database is away', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:9/none');
    const { code, out, err } = await runMain('runs', 'list', '--json');
    vi.stubEnv('DATABASE_URL', database.url);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^assay: the database does not answer at 127.0.0.1:9 \(ECONNREFUSED\): check DATABASE_URL\n$/);
  });
});
