import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BackboneConfig, InputError } from '@assay/contracts';
import { type CreateNetwork, provideNetwork } from '@assay/ssl-core';

/**
 * Executes the file of a user's own network, so that a backbone of it can be made; does nothing for other backbones. The
 * processes that train and predict do this, the dashboard never.
 *
 * @throws InputError when the file is missing, has changed since the run was queued, or fails; with its line
 */
export async function loadNetwork(backbone: BackboneConfig): Promise<void> {
  if (backbone.kind !== 'module') return;
  const { file, digest } = backbone;
  const bytes = await readFile(file).catch(() => {
    throw new InputError({ where: file, found: 'no such file', fix: 'put the network’s file back where it was' });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (digest !== found) {
    throw new InputError({
      where: file,
      found: `the file is not what the run was queued with: ${found.slice(0, 12)}, not ${(digest ?? '').slice(0, 12)}`,
      fix: 'restore it, or queue the run again',
    });
  }
  provideNetwork(found, located(file, await importNetwork(file)));
}

/** For a command that uses a config at once, unqueued: the file as it is now. @throws InputError when it is missing */
export async function pinNetwork(backbone: BackboneConfig): Promise<BackboneConfig> {
  if (backbone.kind !== 'module' || backbone.digest !== null) return backbone;
  const bytes = await readFile(backbone.file).catch(() => {
    throw new InputError({ where: backbone.file, found: 'no such file', fix: 'check the path' });
  });
  return { ...backbone, digest: createHash('sha256').update(bytes).digest('hex') };
}

async function importNetwork(file: string): Promise<CreateNetwork> {
  const loaded: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw faultIn(file, error);
  });
  const isModule = typeof loaded === 'object' && loaded !== null && 'createNetwork' in loaded;
  if (isModule && typeof loaded.createNetwork === 'function') return loaded.createNetwork as CreateNetwork; // as documented; what it gives is checked
  throw new InputError({
    where: file,
    found: 'it exports no function createNetwork',
    fix: 'export const createNetwork: CreateNetwork = (scope, input) => …; see docs/guides/backbones.md',
  });
}

/** The same, but what it throws names the file's line. */
function located(file: string, createNetwork: CreateNetwork): CreateNetwork {
  const inside = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw faultIn(file, error);
    }
  };
  return (scope, input) => {
    const network = inside(() => createNetwork(scope, input));
    const { features } = network;
    return {
      featureDimension: network.featureDimension,
      stages: (x_NHWC, mode) => inside(() => network.stages(x_NHWC, mode)),
      ...(features ? { features: (x_NHWC, mode) => inside(() => features.call(network, x_NHWC, mode)) } : {}),
    };
  };
}

/** An error as its user sees it: the deepest line of the file in its stack, and what went wrong. */
function faultIn(file: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const name = basename(file).replaceAll('.', '\\.');
  const [, line] = new RegExp(`${name}(?:\\?[^:)]*)?(:\\d+(?::\\d+)?)`).exec(`${message}\n${stack}`) ?? [];
  return new InputError({ where: `${file}${line ?? ''}`, found: message.split('\n').filter(Boolean).join(' ') });
}
