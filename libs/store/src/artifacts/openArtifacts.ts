import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@assay/contracts';
import type { ArtifactStore } from './artifactStore';
import { openFileStore } from './fileStore';

/** The store that ARTIFACTS_URL names: `file:` and a folder, absolute or relative to the working folder. */
export function openArtifacts(url: string): ArtifactStore {
  if (url.startsWith('file://')) return openFileStore(fileURLToPath(url));
  if (url.startsWith('file:')) return openFileStore(resolve(url.slice('file:'.length)));
  if (isAbsolute(url)) return openFileStore(url);
  throw new InputError({
    where: 'ARTIFACTS_URL',
    found: url.startsWith('s3:') ? 's3: is not supported in this version' : `"${url}" names no kind of store`,
    fix: 'use file:/some/folder',
  });
}
