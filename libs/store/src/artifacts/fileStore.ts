import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { InputError } from '@assay/contracts';
import { explainDisk } from '../explainDisk';
import { type ArtifactStore, BrokenArtifactError, MissingArtifactError } from './artifactStore';
import { DISCARDED, sweepFiles } from './sweepFiles';

/** Blobs as files `<root>/sha256/ab/cdef…`; an unfinished one never stands under its name. */
export function openFileStore(root: string): ArtifactStore {
  const unfinished = join(root, 'unfinished');

  const fileOf = (digest: string): string => {
    if (!/^[0-9a-f]{64}$/.test(digest)) throw new InputError({ where: 'artifact', found: `"${digest}" is no digest` });
    return join(root, 'sha256', digest.slice(0, 2), digest.slice(2));
  };

  const put: ArtifactStore['put'] = async (source) => {
    const temporary = join(unfinished, `${process.pid}-${randomBytes(8).toString('hex')}`);
    try {
      // A buffer's digest is known before anything is written, so an equal blob is not written again.
      if (Buffer.isBuffer(source)) {
        const digest = createHash('sha256').update(source).digest('hex');
        if (await claim(fileOf(digest), source.length)) return { digest, bytes: source.length };
      }
      await mkdir(unfinished, { recursive: true });
      const { digest, bytes } = await write(chunksOf(source), temporary);
      const file = fileOf(digest);
      // A file of another size is a damaged one: it is replaced.
      if (await claim(file, bytes)) return { digest, bytes };
      await mkdir(dirname(file), { recursive: true });
      await rename(temporary, file);
      return { digest, bytes };
    } catch (error) {
      throw explainDisk(error, root);
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  };

  const get: ArtifactStore['get'] = async (digest) => {
    const file = fileOf(digest);
    if (!existsSync(file)) throw new MissingArtifactError(digest);
    return createReadStream(file);
  };

  return {
    put,
    get,
    read: async (digest) => {
      const file = fileOf(digest);
      const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new MissingArtifactError(digest) : explainDisk(error, file);
      });
      if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new BrokenArtifactError(digest, file);
      return bytes;
    },
    has: async (digest) => exists(fileOf(digest)),
    path: (digest) => (existsSync(fileOf(digest)) ? fileOf(digest) : undefined),
    verify: async (digest) => {
      const hash = createHash('sha256');
      for await (const chunk of await get(digest)) hash.update(chunk);
      if (hash.digest('hex') !== digest) throw new BrokenArtifactError(digest, fileOf(digest));
    },
    discard: async (digest) => {
      if (!(await exists(fileOf(digest)))) return;
      try {
        await mkdir(join(root, DISCARDED), { recursive: true });
        await writeFile(join(root, DISCARDED, digest), '');
      } catch (error) {
        throw explainDisk(error, root);
      }
    },
    sweep: (options) => sweepFiles(root, fileOf, options),
    check: async () => {
      const probe = join(unfinished, `${process.pid}-${randomBytes(8).toString('hex')}`);
      try {
        await mkdir(unfinished, { recursive: true });
        await write(Readable.from([Buffer.from('probe')]), probe);
      } catch (error) {
        throw explainDisk(error, root);
      } finally {
        await rm(probe, { force: true }).catch(() => {});
      }
    },
  };
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw explainDisk(error, file);
    },
  );
}

function chunksOf(source: Buffer | Readable | { file: string }): AsyncIterable<Buffer> {
  const stream = streamOf(source);
  // One that breaks before its first chunk is asked for: the reader below gets that error; here it must not go astray.
  stream.on('error', () => {});
  return stream;
}

function streamOf(source: Buffer | Readable | { file: string }): Readable {
  if (Buffer.isBuffer(source)) return Readable.from([source]);
  return source instanceof Readable ? source : createReadStream(source.file);
}

/** Writes and hashes in one pass, and waits until the bytes are on the disk: a name must never stand for lost bytes. */
async function write(chunks: AsyncIterable<Buffer>, path: string): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o644);
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { digest: hash.digest('hex'), bytes };
}

/**
 * Whether the blob is there, whole. Its time becomes now, so that a sweep that has just found nobody who needs it leaves it:
 * either the sweep sees the new time, or this finds no file.
 */
async function claim(file: string, bytes: number): Promise<boolean> {
  try {
    if ((await stat(file)).size !== bytes) return false;
    const now = new Date();
    await utimes(file, now, now);
    return true;
  } catch {
    return false;
  }
}
