import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runJson } from './runMain';

/** Queues a config's one run as `assay run FILE` does, by a file in the folder; gives the run's id. */
export async function queueConfig(folder: string, config: object): Promise<string> {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const { runs } = (await runJson('run', file)) as { runs: string[] };
  return runs[0] ?? '';
}
