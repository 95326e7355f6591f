import { type SplitOptions, splitManifest } from '@assay/data';
import {
  type Context,
  type PublishedDataset,
  publishDatasetVersion,
  readManifest,
  resolveDatasetVersion,
} from '@assay/services';

/** A new version of a dataset with other splits. @throws InputError */
export async function splitDataset(ctx: Context, ref: string, options: SplitOptions): Promise<PublishedDataset> {
  const version = await resolveDatasetVersion(ctx, ref);
  const manifest = splitManifest(await readManifest(ctx, version.manifestDigest), options);
  return publishDatasetVersion(ctx, {
    name: version.name,
    manifest,
    format: version.format,
    problems: version.problems,
    origin: { kind: 'split', from: version.version, ...options },
    derivedFrom: version.id,
  });
}
