import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytesOf, checkTensor, decodeSafetensors, type Safetensors, valuesOf } from './codec';
import { encodeHeader, headerLength, LENGTH_BYTES, parseHeader } from './header';
import { type NamedTensor, SafetensorsError, type StoredTensor, type TensorPlace } from './types';

/** An open file, of which only the header was read. */
export interface SafetensorsFile {
  readonly metadata: Record<string, string>;
  /** In the order of their bytes. */
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  /** @throws SafetensorsError when the file lacks this tensor */
  read(name: string): Promise<StoredTensor>;
  close(): Promise<void>;
}

/** @throws SafetensorsError naming the file and what is wrong with it */
export async function readSafetensors(path: string): Promise<Safetensors> {
  const bytes = await readFile(path);
  return naming(path, () => decodeSafetensors(bytes));
}

/** Reads and checks the header alone; tensors are read one at a time. The caller closes it. */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const readBytes = async (start: number, end: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(end - start);
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) throw new SafetensorsError(`${path}: cut off at byte ${start + done}`);
        done += bytesRead;
      }
      return bytes;
    };
    const prefix = await readBytes(0, Math.min(LENGTH_BYTES, size));
    const length = naming(path, () => headerLength(prefix, size));
    const headerBytes = await readBytes(LENGTH_BYTES, LENGTH_BYTES + length);
    const { metadata, tensors } = naming(path, () => parseHeader(headerBytes, size));
    return {
      metadata,
      tensors,
      async read(name) {
        const place = tensors.get(name);
        if (!place) throw new SafetensorsError(`${path}: no tensor ${name}`);
        const { dtype, shape, start, end } = place;
        return { dtype, shape: [...shape], data: valuesOf(await readBytes(start, end), place) };
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Writes tensor by tensor beside the target and renames at the end: a reader sees the old file or the whole new one, also
 * when the machine stops in between.
 *
 * @throws SafetensorsError when a tensor contradicts itself or a name is there twice; the target is untouched then
 */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<NamedTensor>,
  metadata: Record<string, string> = {},
): Promise<void> {
  const list = [...tensors];
  list.forEach(checkTensor);
  const header = encodeHeader(list, metadata);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const file = await open(draft, 'wx');
  try {
    try {
      await file.appendFile(header);
      for (const { data } of list) await file.appendFile(bytesOf(data));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function naming<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof SafetensorsError) throw new SafetensorsError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
