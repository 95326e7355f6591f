import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { InputError } from '@assay/contracts';
import { decodeWeights, type WeightsFile, WeightsFileError } from '@assay/engine/weights';
import { fromKeras } from './keras';
import { recogniseWeights } from './recogniseWeights';
import { givenHints, type Hints, type Source } from './source';

/** Somebody's file of weights, read and recognised. */
export type ForeignWeights = Pick<WeightsFile, 'format' | 'notes' | 'tensors'> & {
  path: string;
  source: Source;
  /** SHA-256 of the file. */
  digest: string;
};

/** Node reads no more into one buffer everywhere. */
const FILE_BYTES_MAX = 2 ** 31 - 1;

/**
 * Reads a file and says which network it holds. Needs neither the engine nor the database, so that what is refused is
 * refused at once.
 *
 * @param request.bytes the file's bytes, when they were read already
 * @throws InputError for a file that cannot be read, and a network that we do not have
 */
export async function readForeignWeights(
  request: Hints & { path: string; bytes?: Buffer | undefined },
): Promise<ForeignWeights> {
  const { path } = request;
  const bytes = request.bytes ?? (await readBytes(path));
  const { format, notes, metadata, ...file } = decode(path, bytes);
  const { tensors, hints } = fromKeras({ format, notes, metadata, ...file }, path);
  if (hints.backbone?.startsWith('tf_') && request.backbone?.startsWith('efficientnet_')) {
    throw new InputError({
      where: '--backbone',
      found: `${request.backbone} pads as PyTorch does, Keras's file as TensorFlow`,
      fix: `leave it out, or say ${hints.backbone}`,
    });
  }
  // What was said goes before what the file says.
  const source = inFile(path, () => recogniseWeights(tensors, metadata, { ...hints, ...givenHints(request) }));
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { path, format, notes, tensors, source, digest };
}

/** What looks at tensors alone says "weights" where its error is; this says which file's they are. */
export function inFile<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError) || error.where !== 'weights') throw error;
    const { found, fix } = error;
    throw new InputError({ where: path, found, ...(fix === undefined ? {} : { fix }) });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) throw new InputError({ where: path, found: 'no such file', fix: 'check the path' });
  if (!facts.isFile()) throw new InputError({ where: path, found: 'not a file', fix: 'name the file itself' });
  if (facts.size > FILE_BYTES_MAX) throw new InputError({ where: path, found: `${facts.size} bytes, 2 GB at most` });
  return readFile(path);
}

function decode(path: string, bytes: Buffer): WeightsFile {
  try {
    return decodeWeights(bytes);
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    throw new InputError({ where: path, found: error.message });
  }
}
