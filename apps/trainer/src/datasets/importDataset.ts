import { type ImportProgress, importFolder } from '@assay/data';
import { type Context, type PublishedDataset, publishDatasetVersion } from '@assay/services';

export type DatasetImport = {
  path: string;
  name: string;
  format?: string;
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
};

/** Imports a folder and publishes it under a name; what is broken in it is in the report. @throws InputError */
export async function importDataset(ctx: Context, request: DatasetImport): Promise<PublishedDataset> {
  const { manifest, report, files, pixelDigests } = await importFolder(request);
  return publishDatasetVersion(ctx, {
    name: report.name,
    manifest,
    format: report.format,
    problems: report.problems,
    files: [...files].map(([digest, file]) => [digest, { file }] as const),
    pixelDigests,
    origin: { kind: 'import', path: request.path },
  });
}
