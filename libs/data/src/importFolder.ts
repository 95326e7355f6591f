import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type ImportProblem,
  type ImportReport,
  InputError,
  type Manifest,
  Name,
  parseOrExplain,
} from '@assay/contracts';
import { assemble } from './assemble';
import { manifestDigest } from './digest';
import { detectFormatOf, formatNamed } from './formats/index';
import { compareText } from './paths';
import { readPictures } from './readPictures';
import { createWalker } from './walk';

export type ImportProgress = { done: number; total: number };

export type ImportedDataset = {
  manifest: Manifest;
  digest: string;
  /** `version` is null: whoever stores the manifest gives it one. */
  report: ImportReport;
  /** Absolute path of each picture, template and mask, by the SHA-256 of its bytes. */
  files: Map<string, string>;
  /** Digest of the decoded pixels, by the SHA-256 of the file's bytes. */
  pixelDigests: Map<string, string>;
};

export type ImportOptions = {
  path: string;
  name: string;
  /** `auto`, or the name of one of FORMATS. */
  format?: string;
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
};

/**
 * Reads a folder of pictures and annotations into a manifest. Nothing is written. What is broken becomes a problem in
 * the report and the import goes on; the same folder gives the same digest on every machine.
 *
 * @throws InputError when the folder is not there, its format is not known, or nothing in it can be used
 */
export async function importFolder(options: ImportOptions): Promise<ImportedDataset> {
  const { path, format: formatName = 'auto', onProgress, signal } = options;
  const name = parseOrExplain(Name, options.name, '--name');
  const root = resolve(path);
  await requireFolder(root, path);
  const walker = createWalker(root);
  const format = formatName === 'auto' ? await detectFormatOf(walker) : formatNamed(formatName);
  const draft = await format.read(walker);
  const problems: ImportProblem[] = [...walker.problems, ...draft.problems];
  if (draft.items.length === 0) throw nothingUsable(path, format.name, problems, format.signs);

  const pictures = await readPictures(draft, {
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const { manifest, files, pixelDigests } = assemble({ root, draft, pictures, problems });
  if (manifest.items.length === 0) throw nothingUsable(path, format.name, problems, format.signs);

  problems.sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind) || compareText(a.detail, b.detail),
  );
  const digest = manifestDigest(manifest);
  const report: ImportReport = { ...summarise(manifest), name, version: null, digest, format: format.name, problems };
  return { manifest, digest, report, files, pixelDigests };
}

/** The name of the format that a folder is in. @throws InputError */
export async function detectFormat(path: string): Promise<string> {
  await requireFolder(resolve(path), path);
  return (await detectFormatOf(createWalker(resolve(path)))).name;
}

/** The counts of a manifest as a report gives them. */
export function summarise(manifest: Manifest): Pick<ImportReport, 'items' | 'classes' | 'annotations' | 'splits'> {
  const annotations = { labels: 0, boxes: 0, masks: 0, polygons: 0 };
  const splits = { train: 0, validation: 0, test: 0, unlabelled: 0 };
  for (const item of manifest.items) {
    if (item.label !== undefined) annotations.labels += 1;
    annotations.boxes += item.boxes?.length ?? 0;
    annotations.masks += item.masks?.length ?? 0;
    annotations.polygons += item.polygons?.length ?? 0;
    splits[item.split] += 1;
  }
  return { items: manifest.items.length, classes: manifest.classes, annotations, splits };
}

async function requireFolder(root: string, asGiven: string): Promise<void> {
  const entry = await stat(root).catch(() => undefined);
  if (!entry) throw new InputError({ where: asGiven, found: 'no such folder', fix: 'check the path' });
  if (!entry.isDirectory()) {
    throw new InputError({
      where: asGiven,
      found: 'a file, not a folder',
      fix: 'give the folder that holds the pictures',
    });
  }
}

function nothingUsable(path: string, format: string, problems: readonly ImportProblem[], signs: string): InputError {
  const first = problems.slice(0, 3).map((problem) => `${problem.path}: ${problem.detail}`);
  const more = problems.length > 3 ? `, and ${problems.length - 3} more` : '';
  return new InputError({
    where: path,
    found: `no usable picture as ${format}${first.length > 0 ? `: ${first.join('; ')}${more}` : ''}`,
    fix: `expected ${signs}`,
  });
}
