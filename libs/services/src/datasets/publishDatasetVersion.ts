import {
  canonicalJson,
  type ImportProblem,
  type Manifest,
  Manifest as ManifestSchema,
  Name,
  parseOrExplain,
} from '@assay/contracts';
import { insertDatasetVersion, insertItems, recordAudit } from '@assay/store';
import type { Context } from '../context';
import { sha256 } from '../hash';
import type { PublishedDataset } from '../types';
import { countManifest } from './counts';

export type NewDataset = {
  name: string;
  manifest: Manifest;
  format: string;
  problems?: readonly ImportProblem[];
  /** Bytes or file of each picture, template and mask by digest; those that are stored already may be left out. */
  files?: Iterable<readonly [string, Buffer | { file: string }]>;
  pixelDigests?: ReadonlyMap<string, string>;
  /** How it came about. */
  origin?: Record<string, unknown>;
  /** Id of the version that it was made from. */
  derivedFrom?: string;
  onProgress?: (stored: number) => void;
};

/**
 * Stores a manifest under the name's next number: the blobs first, then all facts in one transaction. The same manifest
 * as the newest version's gives that version again. Two at once under one name both succeed, one after the other.
 */
export async function publishDatasetVersion(ctx: Context, dataset: NewDataset): Promise<PublishedDataset> {
  const name = parseOrExplain(Name, dataset.name, '--name');
  const manifest = parseOrExplain(ManifestSchema, dataset.manifest, 'manifest');
  await storeFiles(ctx, dataset);
  const bytes = Buffer.from(canonicalJson(manifest));
  const digest = sha256(bytes);
  await ctx.artifacts.put(bytes);

  const counts = countManifest(manifest);
  const problems = [...(dataset.problems ?? [])];
  const { version, isNew } = await ctx.db.transaction(async (tx) => {
    const inserted = await insertDatasetVersion(tx, {
      name,
      digest,
      manifestDigest: digest,
      format: dataset.format,
      classes: manifest.classes,
      counts,
      problems,
      origin: dataset.origin ?? {},
      derivedFrom: dataset.derivedFrom ?? null,
      createdBy: ctx.actor.name,
    });
    if (inserted.isNew) {
      await insertItems(tx, {
        versionId: inserted.version.id,
        items: manifest.items,
        pixelDigests: dataset.pixelDigests,
      });
      await recordAudit(tx, {
        actor: ctx.actor.name,
        action: 'dataset.publish',
        subject: `${name}@${inserted.version.version}`,
        detail: { digest, origin: dataset.origin ?? {} },
      });
    }
    return inserted;
  });
  return {
    name,
    version: version.version,
    isNew,
    digest,
    format: version.format,
    items: counts.items,
    classes: manifest.classes,
    annotations: counts.annotations,
    splits: counts.splits,
    problems,
  };
}

async function storeFiles(ctx: Context, dataset: NewDataset): Promise<void> {
  let stored = 0;
  for (const [digest, content] of dataset.files ?? []) {
    if (!(await ctx.artifacts.has(digest))) {
      const put = await ctx.artifacts.put(content);
      if (put.digest !== digest) {
        const file = Buffer.isBuffer(content) ? 'a picture' : content.file;
        throw new Error(`${file} changed while it was imported: run the import again`);
      }
    }
    stored += 1;
    dataset.onProgress?.(stored);
  }
}
