import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, type Manifest } from '@assay/contracts';
import {
  type Context,
  listDatasets,
  type QueuedRuns,
  queueFirstRun,
  readManifest,
  resolveDatasetVersion,
} from '@assay/services';
import { cropDataset } from './cropDataset';
import { importDataset } from './importDataset';
import { splitDataset } from './splitDataset';

/** Side of the cuts around board defects, as the boards' recipes store them. */
const CROP_SIZE = 48;
/** Chosen once; every installation gets the same boards in the same splits. */
const SEED = 0;

/**
 * Brings in the example data and queues the first experiments. What is there already stays untouched, so that it may
 * be called at every start.
 */
export async function firstRun(
  ctx: Context,
  options: { examples: string; say: (line: string) => void },
): Promise<{ isNew: boolean; datasets: string[]; experiments: QueuedRuns[] }> {
  const { examples, say } = options;
  const known = new Set((await listDatasets(ctx)).map((dataset) => dataset.name));
  const datasets: string[] = [];
  const add = async (name: string, work: () => Promise<{ items: number }>): Promise<void> => {
    if (known.has(name)) return;
    const { items } = await work();
    datasets.push(name);
    say(`dataset ${name}: ${items} pictures`);
  };
  await add('boards', async () => {
    await importDataset(ctx, { path: exampleFolder(examples, 'deeppcb'), name: 'boards' });
    return splitByDesign(ctx);
  });
  await add('board-defects', () =>
    cropDataset(ctx, { dataset: 'boards', name: 'board-defects', size: CROP_SIZE, margin: 0.25, seed: SEED }),
  );
  await add('hazelnut', () => importDataset(ctx, { path: exampleFolder(examples, 'hazelnut'), name: 'hazelnut' }));
  const { isNew, experiments } = await queueFirstRun(ctx);
  for (const { experiment, runs } of experiments) say(`queued ${runs.length} runs of "${experiment}"`);
  return { isNew: isNew || datasets.length > 0, datasets, experiments };
}

/**
 * Boards of one design look alike, so a design must not stand in two splits: where the official split does that, or
 * has nothing to pick the best epoch on, the designs are drawn anew.
 */
async function splitByDesign(ctx: Context): Promise<{ items: number }> {
  const version = await resolveDatasetVersion(ctx, 'boards');
  const manifest = await readManifest(ctx, version.manifestDigest);
  const hasAll = (['train', 'validation', 'test'] as const).every((split) => version.counts.splits[split] > 0);
  if (hasAll && !leaks(manifest)) return { items: manifest.items.length };
  return splitDataset(ctx, 'boards', {
    train: 0.6,
    validation: 0.15,
    test: 0.25,
    groupBy: 'folder',
    stratify: true,
    seed: SEED,
  });
}

/** Whether a group stands in two splits. */
function leaks(manifest: Manifest): boolean {
  const splits = new Map<string, string>();
  return manifest.items.some(({ group, split }) => {
    if (group === undefined) return false;
    const other = splits.get(group);
    splits.set(group, split);
    return other !== undefined && other !== split;
  });
}

function exampleFolder(examples: string, name: string): string {
  const folder = join(examples, name);
  if (existsSync(folder)) return folder;
  throw new InputError({ where: folder, found: 'the example pictures are missing', fix: 'git checkout examples' });
}
