import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BackboneConfig, InputError } from '@assay/contracts';
import { sha256 } from '../hash';

/**
 * A user's own network is pinned to its file's bytes and its absolute place, so that a run later executes what it was
 * queued with or says that it cannot. The file is read here, never executed.
 *
 * @throws InputError when the file is not there, or is not the one that the config names
 */
export async function pinBackbone(backbone: BackboneConfig): Promise<BackboneConfig> {
  if (backbone.kind !== 'module') return backbone;
  const file = resolve(backbone.file);
  const bytes = await readFile(file).catch(() => {
    throw new InputError({ where: 'backbone.file', found: `no file ${file}`, fix: 'name it by its absolute path' });
  });
  const digest = sha256(bytes);
  if (backbone.digest !== null && backbone.digest !== digest) {
    throw new InputError({
      where: 'backbone.digest',
      found: `${file} has changed since: it is ${digest.slice(0, 12)} now, not ${backbone.digest.slice(0, 12)}`,
      fix: 'leave backbone.digest out to use the file as it is',
    });
  }
  return { ...backbone, file, digest };
}

/**
 * What makes two backbones' weights exchangeable, as text. How a picture is pooled and what is dropped in training change
 * no weight; of a user's own network it is the code that counts, and not where it lies. Fields that a stored config has not
 * yet known are at their defaults.
 */
export function comparableBackbone(backbone: BackboneConfig): string {
  const ignored = ['pool', 'dropPath', ...(backbone.kind === 'module' ? ['file'] : [])];
  return Object.entries(BackboneConfig.parse(backbone))
    .filter(([key]) => !ignored.includes(key))
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${asText(value)}`))
    .sort()
    .join(', ');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
