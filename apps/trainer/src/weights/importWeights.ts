import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError, type WeightsFacts } from '@assay/contracts';
import { decodeWeights, type WeightsFile, WeightsFileError } from '@assay/engine';
import { type Context, registerWeights } from '@assay/services';
import { encodeTensors, prefixNames } from '../tasks/tensorFile';
import { fromKeras } from './keras';
import { type Mapping, mapWeights, requireFit } from './mapWeights';
import { describeNetwork } from './network';
import { recogniseWeights } from './recogniseWeights';
import type { Hints } from './source';
import { writeHeader } from './weightsHeader';

export type ImportRequest = Hints & {
  path: string;
  /** The file's bytes, when they were read already. */
  bytes?: Buffer | undefined;
  name: string;
  /** Takes what fits where not all does. */
  isPartial: boolean;
  /** Where the file came from; its own name when not given. */
  from?: string | undefined;
  licence?: string | null | undefined;
};

export type ImportAnswer = Pick<WeightsFacts, 'backbone' | 'input' | 'classes' | 'licence'> &
  Pick<Mapping, 'matched' | 'missing' | 'extra' | 'leftOut'> & {
    name: string;
    digest: string;
    bytes: number;
    isNew: boolean;
    format: WeightsFile['format'];
    /** What it was found to be, in words. */
    found: string;
    notes: string[];
  };

/** Node reads no more into one buffer everywhere. */
const FILE_BYTES_MAX = 2 ** 31 - 1;

/**
 * Stores the weights of a file under a name, in our own names and layout. Nothing is stored unless all fits, or all that
 * fits was asked for.
 *
 * @throws InputError for a file that cannot be read, a network that we do not have, and what does not fit
 */
export async function importWeights(ctx: Context, request: ImportRequest): Promise<ImportAnswer> {
  const { path, name, isPartial, from = basename(path), licence = null } = request;
  const bytes = request.bytes ?? (await readBytes(path));
  const file = decode(path, bytes);
  const { tensors: given, hints } = fromKeras(file, path);
  const source = recogniseWeights(given, file.metadata, { ...hints, ...withoutUndefined(request) });
  const { wanted, features } = describeNetwork(source);
  const mapping = mapWeights({ tensors: given, source, wanted, features });
  if (!isPartial) requireFit(mapping, path);
  const { tensors, matched, missing, extra, leftOut, classes } = mapping;
  if (matched.length === 0) throw new InputError({ where: path, found: 'no tensor of it fits the network' });
  requireFinite(path, mapping);

  const { backbone, input } = source;
  const named = [...tensors].map(([own, tensor]) => ({ name: own, ...tensor }));
  const stored = await ctx.artifacts.put(
    encodeTensors(prefixNames('model', named), writeHeader({ backbone, input, missing })),
  );
  const digest = createHash('sha256').update(bytes).digest('hex');
  const facts = { backbone, input, classes, source: { words: source.words, from, digest }, licence, missing };
  const { isNew } = await registerWeights(ctx, { name, ...stored, facts });
  const { format, notes } = file;
  const found = source.words;
  return {
    name,
    ...stored,
    isNew,
    format,
    found,
    backbone,
    input,
    classes,
    licence,
    matched,
    missing,
    extra,
    leftOut,
    notes,
  };
}

/** What was said goes before what the file says; what was not said does not. */
function withoutUndefined({ backbone, mean, std, size }: Hints): Hints {
  return Object.fromEntries(Object.entries({ backbone, mean, std, size }).filter(([, value]) => value !== undefined));
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

function requireFinite(path: string, { tensors }: Mapping): void {
  for (const [name, { data }] of tensors) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw new InputError({ where: path, found: `${name} holds ${data[at]} at ${at}` });
  }
}
