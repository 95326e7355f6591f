import { describeFold, InputError, isFinal } from '@assay/contracts';
import { foldManifest } from '@assay/data';
import { parseSetting, type QueueRequest, queueRuns, type RunDetail, showRun } from '@assay/services';
import { isConfigFile } from '../cli/files';
import { groupField } from '../cli/groupField';
import { readJsonFile } from '../cli/jsonFile';
import { wholeNumber, wholeNumbers } from '../cli/numbers';
import { figure, type OutputOptions, print, say } from '../cli/output';
import { withSession } from '../cli/session';
import { describeSummary, gatherAndShow } from './folds';
import { waitForRuns } from './waitForRuns';

type RunFlags = OutputOptions & {
  set?: string[];
  seeds?: string;
  folds?: string;
  repeats?: string;
  groupBy?: string;
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
    ...readFolds(options),
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
      // One cross-validation, whatever the seeds and repetitions.
      const [anyRun] = options.folds === undefined ? [] : queued.runs;
      const folds = anyRun === undefined ? null : await gatherAndShow(session, { run: anyRun });
      const summary = folds ? [describeSummary(folds.summary, folds.metric)] : [];
      print(options, { ...queued, results, ...(folds ? { folds } : {}) }, () =>
        [...details.map(describeResult), ...summary].join('\n'),
      );
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

function readFolds({ folds, repeats, groupBy }: RunFlags): Pick<QueueRequest, 'folds' | 'repeats' | 'divide'> {
  const divide: QueueRequest['divide'] = (manifest, fold) => foldManifest(manifest, fold).manifest;
  if (folds === undefined && groupBy !== undefined) {
    throw new InputError({
      where: '--group-by',
      found: 'no folds to group',
      fix: 'add --folds, for instance --folds 5',
    });
  }
  return {
    divide,
    ...(folds === undefined
      ? {}
      : { folds: { of: wholeNumber('--folds', folds, 2, 100), groupBy: groupBy && groupField(groupBy) } }),
    ...(repeats === undefined ? {} : { repeats: wholeNumber('--repeats', repeats, 1, 1000) }),
  };
}

async function readSource(source: string): Promise<Pick<QueueRequest, 'recipe' | 'config' | 'source'>> {
  return isConfigFile(source) ? { config: await readJsonFile(source), source } : { recipe: source };
}

function describeResult(run: RunDetail): string {
  const shown = [
    'test/accuracy',
    'test/imageAuroc',
    'test/iou/mean',
    'test/ap',
    'test/ap50',
    'knn/accuracy',
    'train/loss',
  ].flatMap((key) => {
    const value = run.metrics.final[key];
    return value === undefined ? [] : [`${key} ${figure(value)}`];
  });
  const fold = run.config.fold ? `  ${describeFold(run.config.fold)}` : '';
  return `${run.id}  seed ${run.seed}${fold}  ${run.status}  ${shown.join(', ')}`.trimEnd();
}
