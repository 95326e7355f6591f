import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { canonicalJson, type Manifest } from '@assay/contracts';
import { compareText } from './paths';

/** SHA-256 in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file's bytes, streamed. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The manifest with its items in path order (by code unit), as it is stored and digested. */
export function sortManifest(manifest: Manifest): Manifest {
  return { ...manifest, items: [...manifest.items].sort((a, b) => compareText(a.path, b.path)) };
}

/** The digest that names a dataset version: SHA-256 of the canonical JSON with the items in path order. */
export function manifestDigest(manifest: Manifest): string {
  return sha256(canonicalJson(sortManifest(manifest)));
}
