import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '@assay/contracts';
import { failed, request } from './request';

export type Download = {
  url: string;
  /** Where the file goes; beside it stands an unfinished one. */
  to: string;
  /** What it must be. */
  sha256: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
};

/** No file of weights that we know is larger, and none could be read. */
const BYTES_MAX = 2 ** 31 - 1;

/**
 * Fetches a file, going on where an earlier try was cut off. It stands under its name only when its digest is right.
 *
 * @throws InputError when the server refuses, sends too much, or sends other bytes; Error when it cannot be reached
 */
export async function download(options: Download): Promise<void> {
  const { url, to, sha256 } = options;
  const part = `${to}.part`;
  await mkdir(dirname(to), { recursive: true });
  if ((await digestOf(to)) === sha256) return;
  const known = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  await fetchInto(part, known, options);
  if ((await digestOf(part)) !== sha256) {
    await rm(part, { force: true });
    throw new InputError({
      where: url,
      found: `other bytes than its SHA-256 ${sha256.slice(0, 12)}… says`,
      fix: 'try again; if it stays so, the file was exchanged',
    });
  }
  await rename(part, to);
}

async function fetchInto(part: string, known: number, { url, signal, onProgress }: Download): Promise<void> {
  const response = await request(url, { signal, headers: known > 0 ? { range: `bytes=${known}-` } : {} });
  // 416: there is nothing after what we have, so it may be whole.
  if (response.status === 416 && known > 0) return;
  if (!response.ok || !response.body) throw failed(url, response);
  // A server that knows no ranges sends the whole file again.
  const start = response.status === 206 ? startOf(response) : 0;
  if (start !== 0 && start !== known)
    throw new InputError({ where: url, found: `bytes from ${start}, not from ${known}` });
  const total = start + Number(response.headers.get('content-length') ?? 0);
  if (total > BYTES_MAX) throw new InputError({ where: url, found: `${total} bytes, 2 GB at most` });
  const file = await open(part, start === 0 ? 'w' : 'a');
  let done = start;
  try {
    for await (const chunk of response.body) {
      done += chunk.length;
      if (done > BYTES_MAX) throw new InputError({ where: url, found: 'more than 2 GB' });
      await file.writeFile(chunk);
      onProgress?.(done, total);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

function startOf(response: Response): number {
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return range === undefined ? -1 : Number(range);
}

/** SHA-256 of a file; undefined when there is none. */
async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
