import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canonicalJson, type Manifest } from '@assay/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeColumns } from '~/columns/columnBytes';
import { artifacts } from './context';
import { predictionsResponse } from './predictionsResponse';

const folder = mkdtempSync(join(tmpdir(), 'assay-predictions-'));
beforeAll(() => {
  process.env.ARTIFACTS_URL = `file:${folder}`;
});
afterAll(() => {
  delete process.env.ARTIFACTS_URL;
  rmSync(folder, { recursive: true });
});

const ask = (digest: string, headers: Record<string, string> = {}) =>
  predictionsResponse(
    new Request(`http://127.0.0.1/api/predictions/${digest}`, { headers: { host: '127.0.0.1', ...headers } }),
    digest,
  );
const put = async (text: string) => (await artifacts().put(gzipSync(text))).digest;

test('the answer holds the columns, with the parts of the dataset that was measured on', async () => {
  const picture = 'a'.repeat(64);
  const item = (path: string) => ({ picture, path, width: 1, height: 1, split: 'test' as const, group: 'one part' });
  const manifest: Manifest = { version: 1, classes: ['good', 'dent'], items: [item('1'), item('2')] };
  const { digest: datasetDigest } = await artifacts().put(Buffer.from(canonicalJson(manifest)));
  const header = {
    version: 1,
    task: 'anomaly',
    datasetDigest,
    split: 'test',
    classes: manifest.classes,
    scores: 'distance',
    threshold: 2,
    protocol: { name: 'anomaly', parameters: {} },
  };
  const lines = [header, { item: picture, path: '1', truth: { label: 0 }, score: 1.5 }];
  const more = { item: picture, path: '2', truth: { label: 1 }, score: 7 };
  const digest = await put([...lines, more].map((line) => JSON.stringify(line)).join('\n'));
  const response = await ask(digest);
  expect(response.headers.get('cache-control')).toContain('immutable');
  const columns = decodeColumns(await response.arrayBuffer());
  expect(columns).toMatchObject({ header, kind: 'anomaly', paths: ['1', '2'] });
  expect([...columns.scores]).toEqual([1.5, 7]);
  expect([...(columns.groups ?? [])]).toEqual([0, 0]);
});

test('what cannot be answered says why', async () => {
  expect((await ask('nonsense')).status).toBe(400);
  expect((await ask('0'.repeat(64))).status).toBe(404);
  expect((await ask('0'.repeat(64), { host: 'evil.example' })).status).toBe(403);
  const other = await ask(await put('{"version":1}'));
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ error: expect.stringContaining('cannot be read as predictions') });
});
