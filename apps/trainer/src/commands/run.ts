import { existsSync } from 'node:fs';
import { isFinal } from '@assay/contracts';
import { parseSetting, type QueueRequest, queueRuns, type RunDetail, showRun } from '@assay/services';
import { readJsonFile } from '../cli/jsonFile';
import { wholeNumbers } from '../cli/numbers';
import { figure, type OutputOptions, print, say } from '../cli/output';
import { withSession } from '../cli/session';
import { waitForRuns } from './waitForRuns';

type RunFlags = OutputOptions & {
  set?: string[];
  seeds?: string;
  experiment?: string;
  label?: string;
  wait?: boolean;
};

/** Queues a recipe or a file; with `--wait` works or waits until its runs have ended. */
export async function runCommand(source: string, options: RunFlags): Promise<void> {
  const request: QueueRequest = {
    ...(await readSource(source)),
    set: (options.set ?? []).map(parseSetting),
    seeds: options.seeds === undefined ? undefined : wholeNumbers('--seeds', options.seeds),
    experiment: options.experiment,
    label: options.label,
  };
  await withSession(
    async (session) => {
      const queued = await queueRuns(session, request);
      if (!options.wait) {
        print(options, queued, () => `queued ${queued.runs.join(', ')} in "${queued.experiment}"`);
        return;
      }
      say(`queued ${queued.runs.join(', ')} in "${queued.experiment}"`);
      await waitForRuns(session, [...queued.pretraining, ...queued.runs], options);
      const details = await Promise.all(queued.runs.map((id) => showRun(session, id)));
      const results = details.map(({ id, seed, status, reason, metrics }) => ({
        id,
        seed,
        status,
        reason,
        metrics: metrics.final,
      }));
      print(options, { ...queued, results }, () => details.map(describeResult).join('\n'));
      if (details.some((run) => run.status !== 'succeeded')) process.exitCode = 1;
      for (const run of details.filter(({ status }) => isFinal(status) && status !== 'succeeded')) {
        say(
          `assay: run ${run.id} ${run.status}${run.reason ? `: ${run.reason}` : ''}; see \`assay runs logs ${run.id}\``,
        );
      }
    },
    { stopsBySignal: true },
  );
}

/** Whether what was named is a file, and no recipe. */
export function isFile(source: string): boolean {
  return source.endsWith('.json') || /[\\/]/.test(source) || existsSync(source);
}

async function readSource(source: string): Promise<Pick<QueueRequest, 'recipe' | 'config' | 'source'>> {
  return isFile(source) ? { config: await readJsonFile(source), source } : { recipe: source };
}

function describeResult(run: RunDetail): string {
  const shown = ['test/accuracy', 'test/imageAuroc', 'knn/accuracy', 'train/loss'].flatMap((key) => {
    const value = run.metrics.final[key];
    return value === undefined ? [] : [`${key} ${figure(value)}`];
  });
  return `${run.id}  seed ${run.seed}  ${run.status}  ${shown.join(', ')}`.trimEnd();
}
