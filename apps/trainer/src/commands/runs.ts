import { setTimeout as sleep } from 'node:timers/promises';
import { describeFold, InputError, isFinal } from '@assay/contracts';
import {
  cancelRun,
  listRuns,
  type RunDetail,
  type RunLogLine,
  rerun,
  runLogs,
  runMetrics,
  showFolds,
  showRun,
} from '@assay/services';
import { wholeNumber } from '../cli/numbers';
import { figure, type OutputOptions, print, table, time } from '../cli/output';
import { type Session, withSession } from '../cli/session';

const LOOK_MS = 500;

type ListFlags = OutputOptions & {
  experiment?: string;
  status?: string;
  where?: string;
  sort?: string;
  limit: string;
};

/** The test figure that stands for a run in a list, whatever its task. */
const HEADLINES = ['test/accuracy', 'test/imageAuroc', 'test/iou/mean', 'test/ap'];

export async function listCommand(options: ListFlags): Promise<void> {
  const { experiment, status, where, sort } = options;
  const limit = wholeNumber('--limit', options.limit, 1, 10_000);
  const runs = await withSession((session) => listRuns(session, { experiment, status, where, sort, limit }));
  print(options, runs, () =>
    runs.length === 0
      ? 'no run'
      : table(
          ['ID', 'LABEL', 'SEED', 'STATUS', 'TEST', 'QUEUED', 'EXPERIMENT'],
          runs.map((run) => [
            run.id,
            run.label,
            run.seed,
            run.status,
            HEADLINES.map((key) => run.metrics[key]).find((value) => value !== undefined) ?? null,
            time(run.queuedAt),
            run.experiment,
          ]),
        ),
  );
}

export async function showCommand(id: string, options: OutputOptions): Promise<void> {
  const run = await withSession((session) => showRun(session, id));
  print(options, run, () => describeRun(run));
}

/** With `--json` an object for one run, a list for several. */
export async function cancelCommand(
  ids: readonly string[],
  options: OutputOptions & { folds?: boolean },
): Promise<void> {
  const answers = await withSession(async (session) => {
    const wanted = options.folds ? (await Promise.all(ids.map((id) => openFolds(session, id)))).flat() : ids;
    const cancelled: Awaited<ReturnType<typeof cancelRun>>[] = [];
    for (const id of new Set(wanted)) cancelled.push(await cancelRun(session, id));
    return cancelled;
  });
  const [first] = answers;
  print(options, !options.folds && ids.length === 1 ? first : answers, () =>
    answers
      .map(({ id, status }) => (status === 'running' ? `${id} stops after its present step` : `${id} cancelled`))
      .join('\n'),
  );
}

export async function rerunCommand(ids: readonly string[], options: OutputOptions): Promise<void> {
  const answers = await withSession(async (session) => {
    const queued: Awaited<ReturnType<typeof rerun>>[] = [];
    for (const id of ids) queued.push(await rerun(session, id));
    return queued;
  });
  print(options, answers.length === 1 ? answers[0] : answers, () =>
    answers.map(({ runs, experiment }, i) => `queued ${runs.join(', ')} for ${ids[i]} in "${experiment}"`).join('\n'),
  );
}

/** The runs of a cross-validation that have not ended. @throws InputError when the run is no fold, or all have ended */
async function openFolds(session: Session, id: string): Promise<string[]> {
  const found = await showFolds(session, { run: id });
  if (!found) {
    throw new InputError({ where: `run ${id}`, found: 'it is no fold', fix: 'leave out --folds' });
  }
  const open = found.rows.flatMap(({ folds }) =>
    folds.flatMap(({ run, status }) => (run && status && !isFinal(status) ? [run] : [])),
  );
  if (open.length > 0) return open;
  throw new InputError({ where: `run ${id}`, found: 'all of its folds have ended' });
}

export async function metricsCommand(id: string, options: OutputOptions & { key?: string[] }): Promise<void> {
  const answer = await withSession((session) => runMetrics(session, { run: id, keys: options.key }));
  print(options, answer, () =>
    table(
      ['FIGURE', 'STEP', 'PICTURES', 'VALUE'],
      answer.series.flatMap(({ key, points }) => points.map((point) => [key, point.step, point.pictures, point.value])),
    ),
  );
}

/** With `--json` one array at the end, also when following. */
export async function logsCommand(id: string, options: OutputOptions & { follow?: boolean }): Promise<void> {
  await withSession(async (session) => {
    const printed: RunLogLine[] = [];
    const take = (lines: readonly RunLogLine[]): void => {
      printed.push(...lines);
      if (!options.json) for (const line of lines) process.stdout.write(`${describeLine(line)}\n`);
    };
    take(await runLogs(session, { run: id }));
    if (options.follow) await follow(session, { id, take, afterSeq: printed.at(-1)?.seq ?? 0 });
    if (options.json) print(options, printed, () => '');
  });
}

type Follow = { id: string; take: (lines: readonly RunLogLine[]) => void; afterSeq: number };

async function follow(session: Session, { id, take, afterSeq }: Follow): Promise<void> {
  let newest = afterSeq;
  while (true) {
    // Asked for first, so that lines which came before the end are read after it.
    const { status } = await showRun(session, id);
    const lines = await runLogs(session, { run: id, afterSeq: newest });
    take(lines);
    newest = lines.at(-1)?.seq ?? newest;
    if (isFinal(status) && lines.length === 0) return;
    await sleep(LOOK_MS, undefined, { signal: session.signal });
  }
}

function describeLine({ time: at, level, message }: RunLogLine): string {
  return `${time(new Date(at))}  ${level === 'info' ? '' : `${level}: `}${message}`;
}

function describeRun(run: RunDetail): string {
  const facts = [
    ['experiment', run.experiment],
    ['label', `${run.label}: ${run.description}`],
    ['status', `${run.status}${run.reason ? `: ${run.reason}` : ''}`],
    ['seed', String(run.seed)],
    ...(run.config.fold ? [['fold', `${describeFold(run.config.fold)}: see \`assay runs folds ${run.id}\``]] : []),
    ['dataset', `${run.dataset.name}@${run.dataset.version}  ${run.dataset.digest.slice(0, 12)}`],
    ['commit', run.commit ? `${run.commit.slice(0, 12)}${run.isTreeClean === false ? ' with changes' : ''}` : '–'],
    ['engine', run.engine ?? '–'],
    ['queued', `${time(run.queuedAt)} by ${run.createdBy}`],
    ['ran', `${time(run.startedAt)} to ${time(run.endedAt)}`],
    ...(run.dependsOn ? [['starts from', run.dependsOn]] : []),
    ...run.models.map(({ name, version }) => ['model', `${name}@${version}`]),
  ];
  const figures = Object.entries(run.metrics.final).map(([key, value]) => [
    key,
    figure(value),
    figure(run.metrics.best[key]?.value),
    run.metrics.best[key]?.step ?? null,
  ]);
  const attempts = run.attempts.map((attempt) => [attempt.number, attempt.status, attempt.worker, attempt.reason]);
  const artifacts = run.artifacts.map((artifact) => [
    artifact.kind,
    artifact.name,
    artifact.step,
    artifact.bytes,
    artifact.digest.slice(0, 12),
  ]);
  return [
    run.id,
    ...facts.map(([name = '', value = '']) => `  ${name.padEnd(12)}${value}`),
    '',
    table(['FIGURE', 'LAST', 'BEST', 'AT STEP'], figures),
    '',
    table(['ATTEMPT', 'STATUS', 'WORKER', 'REASON'], attempts),
    '',
    table(['ARTIFACT', 'NAME', 'STEP', 'BYTES', 'DIGEST'], artifacts),
    '',
    JSON.stringify(run.config, null, 2),
  ].join('\n');
}
