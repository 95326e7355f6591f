import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArtifactStore, BrokenArtifactError, MissingArtifactError } from './artifactStore';
import { openFileStore } from './fileStore';
import { openArtifacts } from './openArtifacts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-artifacts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const leftovers = () => readdirSync(join(root, 'unfinished'));

describe('file store', () => {
  it('names a blob by its digest, from a buffer, a stream and a file alike', async () => {
    const store = openFileStore(root);
    const bytes = Buffer.from('pictures and weights');
    const file = join(root, 'source');
    writeFileSync(file, bytes);
    const expected = { digest: digestOf(bytes), bytes: bytes.length };
    expect(await store.put(bytes)).toEqual(expected);
    expect(await store.put(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]))).toEqual(expected);
    expect(await store.put({ file })).toEqual(expected);
    expect(store.path(expected.digest)).toBe(
      join(root, 'sha256', expected.digest.slice(0, 2), expected.digest.slice(2)),
    );
    expect(await store.read(expected.digest)).toEqual(bytes);
    const chunks: Buffer[] = [];
    for await (const chunk of await store.get(expected.digest)) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(bytes);
    expect(leftovers()).toEqual([]);
  });

  it('stores an empty blob', async () => {
    const store = openFileStore(root);
    const { digest } = await store.put(Buffer.alloc(0));
    expect(await store.read(digest)).toHaveLength(0);
  });

  it('takes the same blob from many writers at once', async () => {
    const bytes = Buffer.alloc(3_000_000, 7);
    const stores = Array.from({ length: 6 }, () => openFileStore(root));
    const put = await Promise.all(
      stores.map((store) => store.put(Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]))),
    );
    expect(new Set(put.map((result) => result.digest)).size).toBe(1);
    expect((await openFileStore(root).read(digestOf(bytes))).equals(bytes)).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('says when a blob is missing or damaged, and replaces one that was cut off', async () => {
    const store = openFileStore(root);
    const bytes = Buffer.from('0123456789');
    const { digest } = await store.put(bytes);
    writeFileSync(store.path(digest) ?? '', '0123456780');
    await expect(store.read(digest)).rejects.toThrow(BrokenArtifactError);
    await expect(store.verify(digest)).rejects.toThrow(BrokenArtifactError);
    writeFileSync(store.path(digest) ?? '', '0123');
    await store.put(bytes);
    await store.verify(digest);
    const other = 'a'.repeat(64);
    expect(await store.has(other)).toBe(false);
    expect(store.path(other)).toBeUndefined();
    await expect(store.get(other)).rejects.toThrow(MissingArtifactError);
    await expect(store.read(other)).rejects.toThrow(MissingArtifactError);
  });

  it('refuses a name that is no digest, so that none leads out of the folder', async () => {
    const store = openFileStore(root);
    await expect(store.read('../../etc/passwd')).rejects.toThrow('is no digest');
    await expect(store.has('ABC')).rejects.toThrow('is no digest');
  });

  it('keeps nothing of a source that breaks off', async () => {
    const store = openFileStore(root);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the network went away');
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('the network went away');
    expect(leftovers()).toEqual([]);
    await expect(store.put({ file: join(root, 'absent') })).rejects.toThrow('ENOENT');
    expect(leftovers()).toEqual([]);
  });

  describe('sweep', () => {
    const isNeeded = async () => false;
    const long = 3600;
    /** As if the blob had been stored, and discarded, a day ago. */
    async function discarded(store: ArtifactStore, text: string): Promise<string> {
      const { digest } = await store.put(Buffer.from(text));
      await store.discard(digest);
      age(store, digest);
      return digest;
    }
    function age(store: ArtifactStore, digest: string): void {
      const before = new Date(Date.now() - 86_400_000);
      for (const file of [store.path(digest) ?? '', join(root, 'discarded', digest)]) utimesSync(file, before, before);
    }

    it('removes what was discarded and nobody needs, and nothing else', async () => {
      const store = openFileStore(root);
      const { digest: kept } = await store.put(Buffer.from('kept'));
      const gone = await discarded(store, 'no longer kept');
      expect(await store.sweep({ isNeeded })).toEqual({ removed: 1, bytes: 14 });
      expect(await store.has(gone)).toBe(false);
      expect(await store.has(kept)).toBe(true);
      expect(await store.sweep({ isNeeded })).toEqual({ removed: 0, bytes: 0 });
      expect(leftovers()).toEqual([]);
    });

    it('leaves what somebody refers to, and asks no more until it is discarded again', async () => {
      const store = openFileStore(root);
      const digest = await discarded(store, 'shared');
      const asked: string[] = [];
      const needed = async (name: string) => asked.push(name) > 0;
      expect(await store.sweep({ isNeeded: needed })).toEqual({ removed: 0, bytes: 0 });
      expect(await store.sweep({ isNeeded })).toEqual({ removed: 0, bytes: 0 });
      expect(asked).toEqual([digest]);
      await store.discard(digest);
      age(store, digest);
      expect((await store.sweep({ isNeeded })).removed).toBe(1);
    });

    it('leaves a blob for a while, and one that was stored again', async () => {
      const store = openFileStore(root);
      const { digest } = await store.put(Buffer.from('young'));
      await store.discard(digest);
      expect((await store.sweep({ isNeeded, graceSeconds: long })).removed).toBe(0);
      age(store, digest);
      await store.put(Buffer.from('young'));
      expect((await store.sweep({ isNeeded, graceSeconds: long })).removed).toBe(0);
      age(store, digest);
      expect((await store.sweep({ isNeeded, graceSeconds: long })).removed).toBe(1);
    });

    it('keeps a blob that is stored between the question and the removal', async () => {
      const store = openFileStore(root);
      const digest = await discarded(store, 'just in time');
      const put = async () => {
        await store.put(Buffer.from('just in time'));
        return false;
      };
      expect((await store.sweep({ isNeeded: put })).removed).toBe(0);
      await store.verify(digest);
      expect(leftovers()).toEqual([]);
    });

    it('takes many sweeps at once, and marks without a blob', async () => {
      const digests = await Promise.all(['a', 'b', 'c'].map((text) => discarded(openFileStore(root), text)));
      rmSync(openFileStore(root).path(digests[0] ?? '') ?? '');
      const found = await Promise.all([1, 2, 3].map(() => openFileStore(root).sweep({ isNeeded })));
      expect(found.reduce((sum, { removed }) => sum + removed, 0)).toBe(2);
      expect(readdirSync(join(root, 'discarded'))).toEqual([]);
    });

    it('does nothing about a blob that is not there', async () => {
      const store = openFileStore(root);
      await store.discard('a'.repeat(64));
      expect(await store.sweep({ isNeeded, graceSeconds: 0 })).toEqual({ removed: 0, bytes: 0 });
      await expect(store.discard('../x')).rejects.toThrow('is no digest');
    });
  });

  it('explains a folder that cannot be written', async () => {
    writeFileSync(join(root, 'file'), '');
    const store = openFileStore(join(root, 'file'));
    await expect(store.check()).rejects.toThrow('a part of the path is a file, not a folder');
    await expect(store.put(Buffer.from('x'))).rejects.toThrow('a part of the path is a file, not a folder');
    await expect(store.has('a'.repeat(64))).rejects.toThrow('a part of the path is a file, not a folder');
    await openFileStore(root).check();
    expect(leftovers()).toEqual([]);
  });
});

describe('openArtifacts', () => {
  it('takes file addresses and folders, and says what it does not take', async () => {
    const { digest } = await openArtifacts(`file:${root}`).put(Buffer.from('a'));
    expect(await openArtifacts(`file://${root}`).has(digest)).toBe(true);
    expect(await openArtifacts(root).has(digest)).toBe(true);
    expect(() => openArtifacts('s3://bucket')).toThrow('s3: is not supported in this version');
    expect(() => openArtifacts('http://x')).toThrow('names no kind of store');
  });
});
