import { InputError } from '@assay/contracts';
import { isBackboneName } from '../backboneNames';
import type { Hints } from '../source';
import { failed, readText, request } from './request';

export type HubFile = { hub: string; model: string; revision: string; file: string; signal?: AbortSignal | undefined };

/** Address of a model's file on a Hugging Face hub. */
export function hubUrl({ hub, model, revision, file }: HubFile): string {
  return `${hub.replace(/\/+$/, '')}/${model}/resolve/${encodeURIComponent(revision)}/${file}`;
}

const HOPS_MAX = 5;

/**
 * The SHA-256 that the hub names for a file, from the answer that points to where it lies.
 *
 * @throws InputError when the file is not there, or the hub names none
 */
export async function hubDigest(target: HubFile): Promise<string> {
  let url = hubUrl(target);
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    const response = await request(url, { method: 'HEAD', redirect: 'manual', signal: target.signal });
    const isMoved = response.status >= 300 && response.status < 400;
    if (!isMoved && !response.ok) throw failed(url, response);
    for (const name of ['x-linked-etag', 'etag']) {
      const digest = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(response.headers.get(name) ?? '')?.[1];
      if (digest) return digest;
    }
    const next = response.headers.get('location');
    if (!isMoved || next === null) break;
    url = new URL(next, url).href;
  }
  throw new InputError({
    where: hubUrl(target),
    found: 'the hub names no SHA-256 of this file',
    fix: 'give the one that you expect with --sha256',
  });
}

/** What timm writes about a model beside its weights; nothing when there is no such file. */
export async function hubHints(target: HubFile): Promise<Hints & { licence?: string }> {
  const url = hubUrl({ ...target, file: 'config.json' });
  const response = await request(url, { signal: target.signal });
  // Any other answer leaves open what the file says, and guessed statistics would stay with the weights.
  if (response.status === 404) return {};
  const config = asRecord(parse(await readText(url, response)));
  const trained = asRecord(config.pretrained_cfg);
  const { architecture } = config;
  const [mean, std] = [trained.mean, trained.std].map(asNumbers);
  const size = asNumbers(trained.input_size)?.[1];
  return {
    ...(typeof architecture === 'string' && isBackboneName(architecture) ? { backbone: architecture } : {}),
    ...(mean ? { mean } : {}),
    ...(std ? { std } : {}),
    ...(size === undefined ? {} : { size }),
    ...(typeof trained.license === 'string' ? { licence: trained.license } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  // An object that came from JSON has text keys.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asNumbers(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'number')
    ? value
    : undefined;
}
