import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { InputError, type WeightsFacts } from '@assay/contracts';
import { type Context, registerWeights, requireFreeName } from '@assay/services';
import { encodeTensors, prefixNames } from '../tasks/tensorFile';
import { type Mapping, mapWeights, requireFit } from './mapWeights';
import { describeNetwork } from './network';
import { type ForeignWeights, inFile } from './readForeignWeights';
import { writeHeader } from './weightsHeader';

export type ImportRequest = {
  file: ForeignWeights;
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
    format: ForeignWeights['format'];
    /** What it was found to be, in words. */
    found: string;
    notes: string[];
  };

/**
 * Stores the weights of a file under a name, in our own names and layout. Nothing is stored unless all fits, or all that
 * fits was asked for.
 *
 * @throws InputError for what does not fit, values that are no numbers, and a name that is taken
 */
export async function importWeights(ctx: Context, request: ImportRequest): Promise<ImportAnswer> {
  const { file, name, isPartial, licence = null } = request;
  const { path, source, format, notes } = file;
  const from = request.from ?? basename(path);
  const mapping = inFile(path, () => mapWeights({ tensors: file.tensors, source, ...describeNetwork(source) }));
  if (!isPartial) requireFit(mapping, path);
  const { tensors, matched, missing, extra, leftOut, classes } = mapping;
  if (matched.length === 0) throw new InputError({ where: path, found: 'no tensor of it fits the network' });
  requireFinite(path, mapping);

  const { backbone, input } = source;
  const named = [...tensors].map(([own, tensor]) => ({ name: own, ...tensor }));
  const encoded = encodeTensors(prefixNames('model', named), writeHeader({ backbone, input, missing }));
  // Before the file is stored, or nobody would ever ask for it.
  await requireFreeName(ctx, name, createHash('sha256').update(encoded).digest('hex'));
  const stored = await ctx.artifacts.put(encoded);
  const facts = {
    backbone,
    input,
    classes,
    source: { words: source.words, from, digest: file.digest },
    licence,
    missing,
  };
  const { isNew, licence: kept } = await registerWeights(ctx, { name, ...stored, facts });
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
    licence: kept,
    matched,
    missing,
    extra,
    leftOut,
    notes:
      request.licence !== undefined && licence !== kept
        ? [...notes, `the licence stays ${kept ?? 'unknown'}: what is stored under a name never changes`]
        : notes,
  };
}

function requireFinite(path: string, { tensors }: Mapping): void {
  for (const [name, { data }] of tensors) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw new InputError({ where: path, found: `${name} holds ${data[at]} at ${at}` });
  }
}
