import { cropManifest } from '@assay/data';
import {
  type Context,
  type PublishedDataset,
  publishDatasetVersion,
  readManifest,
  resolveDatasetVersion,
} from '@assay/services';

export type DatasetCrop = {
  dataset: string;
  name: string;
  size: number;
  margin: number;
  seed: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
};

/** A classification set of cuts around a dataset's objects, and of sound surface. @throws InputError */
export async function cropDataset(ctx: Context, request: DatasetCrop): Promise<PublishedDataset> {
  const { dataset, name, ...options } = request;
  const version = await resolveDatasetVersion(ctx, dataset);
  const { manifest, pictures } = await cropManifest(await readManifest(ctx, version.manifestDigest), {
    ...options,
    readPicture: (digest) => ctx.artifacts.read(digest),
  });
  const { size, margin, seed } = options;
  return publishDatasetVersion(ctx, {
    name,
    manifest,
    format: 'crop',
    files: pictures,
    origin: { kind: 'crop', from: `${version.name}@${version.version}`, size, margin, seed },
    derivedFrom: version.id,
  });
}
