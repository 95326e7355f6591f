import { SPLITS } from '@assay/contracts';
import { FORMATS, importFolder } from '@assay/data';
import { type DatasetDetail, listDatasets, type PublishedDataset, showDataset } from '@assay/services';
import { groupField } from '../cli/groupField';
import { decimal, wholeNumber } from '../cli/numbers';
import { type OutputOptions, print, table, time } from '../cli/output';
import { createProgress } from '../cli/progress';
import { withSession } from '../cli/session';
import { cropDataset } from '../datasets/cropDataset';
import { importDataset } from '../datasets/importDataset';
import { splitDataset } from '../datasets/splitDataset';

type Report = Omit<PublishedDataset, 'version' | 'isNew'> & { version: number | null };

export async function importCommand(
  path: string,
  options: OutputOptions & { name: string; format: string; dryRun?: boolean },
): Promise<void> {
  const { name, format } = options;
  const progress = createProgress('reading pictures', options);
  const onProgress = ({ done, total }: { done: number; total: number }): void => progress.update(done, total);
  const request = { path, name, format, onProgress };
  try {
    const report = options.dryRun
      ? (await importFolder(request)).report
      : await withSession((session) => importDataset(session, { ...request, signal: session.signal }));
    progress.end();
    printReport(options, report);
  } finally {
    progress.end();
  }
}

export function formatsCommand(options: OutputOptions): void {
  const formats = FORMATS.map(({ name, description, signs }) => ({ name, description, signs }));
  print(options, formats, () =>
    table(
      ['FORMAT', 'WHAT'],
      formats.map((format) => [format.name, format.description]),
    ),
  );
}

export async function listCommand(options: OutputOptions): Promise<void> {
  const datasets = await withSession(listDatasets);
  print(options, datasets, () =>
    datasets.length === 0
      ? 'no dataset yet: assay dataset import PATH --name NAME'
      : table(
          ['NAME', 'VERSION', 'DIGEST', 'PICTURES', 'CLASSES', 'FORMAT', 'MADE'],
          datasets.map((dataset) => [
            dataset.name,
            dataset.version,
            dataset.digest.slice(0, 12),
            dataset.items,
            dataset.classes.length,
            dataset.format,
            time(dataset.createdAt),
          ]),
        ),
  );
}

export async function showCommand(ref: string, options: OutputOptions): Promise<void> {
  const dataset = await withSession((session) => showDataset(session, ref));
  print(options, dataset, () => describeDataset(dataset));
}

type SplitFlags = OutputOptions & {
  train?: string;
  validation?: string;
  test?: string;
  groupBy?: string;
  stratify?: boolean;
  seed: string;
};

export async function splitCommand(ref: string, options: SplitFlags): Promise<void> {
  const { train, validation, test } = options;
  const isDefault = train === undefined && validation === undefined && test === undefined;
  const share = (option: string, text: string | undefined, standard: number): number =>
    text === undefined ? (isDefault ? standard : 0) : decimal(option, text, 0);
  const request = {
    train: share('--train', train, 0.7),
    validation: share('--validation', validation, 0.15),
    test: share('--test', test, 0.15),
    stratify: options.stratify === true,
    seed: wholeNumber('--seed', options.seed, 0),
    ...(options.groupBy === undefined ? {} : { groupBy: groupField(options.groupBy) }),
  };
  const report = await withSession((session) => splitDataset(session, ref, request));
  printReport(options, report);
}

export async function cropCommand(
  ref: string,
  options: OutputOptions & { name: string; size: string; margin: string; seed: string },
): Promise<void> {
  const request = {
    dataset: ref,
    name: options.name,
    size: wholeNumber('--size', options.size, 1),
    margin: decimal('--margin', options.margin, 0),
    seed: wholeNumber('--seed', options.seed, 0),
  };
  const progress = createProgress('cutting', options);
  const onProgress = ({ done, total }: { done: number; total: number }): void => progress.update(done, total);
  try {
    const report = await withSession((session) =>
      cropDataset(session, { ...request, onProgress, signal: session.signal }),
    );
    progress.end();
    printReport(options, report);
  } finally {
    progress.end();
  }
}

function printReport(options: OutputOptions, report: Report): void {
  const { name, version, digest, format, items, classes, annotations, splits, problems } = report;
  const answer = { name, version, digest, format, items, classes, annotations, splits, problems };
  print(options, answer, () => {
    const title = version === null ? `${name} (nothing stored)` : `${name}@${version}`;
    const counts = SPLITS.flatMap((split) => (splits[split] ? [`${splits[split]} ${split}`] : [])).join(', ');
    const lines = [
      `${title}  ${digest.slice(0, 12)}  ${format}`,
      `${items} pictures (${counts}), ${classes.length} classes: ${classes.join(', ')}`,
      ...problems.slice(0, 20).map((problem) => `problem: ${problem.path}: ${problem.kind}: ${problem.detail}`),
    ];
    if (problems.length > 20) lines.push(`and ${problems.length - 20} more problems: see --json`);
    return lines.join('\n');
  });
}

function describeDataset(dataset: DatasetDetail): string {
  const splits = SPLITS.filter((split) => (dataset.splits[split] ?? 0) > 0);
  const counts = dataset.classes.map((name, index) => [
    name,
    ...splits.map((split) => dataset.perClass[split]?.[index] ?? 0),
  ]);
  const versions = dataset.history.map((version) => [
    version.version,
    version.digest.slice(0, 12),
    version.items,
    time(version.createdAt),
    version.createdBy,
  ]);
  return [
    `${dataset.name}@${dataset.version}  ${dataset.digest}  ${dataset.format}`,
    `${dataset.items} pictures, ${dataset.problems.length} problems`,
    '',
    table(['PICTURES WITH', ...splits], counts),
    '',
    table(['VERSION', 'DIGEST', 'PICTURES', 'MADE', 'BY'], versions),
  ].join('\n');
}
