import { setTimeout as sleep } from 'node:timers/promises';
import { describeFold, isFinal } from '@assay/contracts';
import { listWorkers } from '@assay/services';
import { getRun, type RunWithExperiment } from '@assay/store';
import { type OutputOptions, say } from '../cli/output';
import { createProgress } from '../cli/progress';
import type { Session } from '../cli/session';

const LOOK_MS = 500;

/**
 * Waits until the runs have ended. While no other worker is alive this process works the queue itself, so that a run
 * ends even where nothing else is started. Ctrl-C gives back what it works on.
 */
export async function waitForRuns(session: Session, ids: readonly string[], options: OutputOptions): Promise<void> {
  const watch = createWatch(ids.length, options);
  let own: OwnWorker | undefined;
  try {
    while (true) {
      const rows = (await Promise.all(ids.map((id) => getRun(session.db, id)))).filter((run) => run !== undefined);
      watch.show(rows);
      if (rows.every((run) => isFinal(run.status))) return;
      session.signal.throwIfAborted();
      await own?.throwIfFailed();
      const isServed = own !== undefined || (await listWorkers(session)).some((worker) => worker.isAlive);
      if (!isServed) own = await startOwnWorker(session);
      await sleep(LOOK_MS, undefined, { signal: session.signal }).catch(() => {});
    }
  } finally {
    watch.end();
    await own?.stop();
  }
}

type OwnWorker = { throwIfFailed(): Promise<void>; stop(): Promise<void> };

async function startOwnWorker(session: Session): Promise<OwnWorker> {
  const { runWorker } = await import('../worker/supervisor');
  const stop = new AbortController();
  let failure: { error: unknown } | undefined;
  const { home, threads, artifactsUrl } = session.environment;
  const working = runWorker({
    databaseUrl: session.databaseUrl,
    artifactsUrl,
    home,
    threads,
    concurrency: 1,
    once: false,
    signal: AbortSignal.any([stop.signal, session.signal]),
    log: () => {},
  }).catch((error: unknown) => {
    failure = { error };
  });
  return {
    throwIfFailed: async () => {
      if (failure) throw failure.error;
    },
    stop: async () => {
      stop.abort();
      await working;
    },
  };
}

/** Says each change of a status once, and draws a bar on a terminal. */
function createWatch(total: number, options: OutputOptions) {
  const known = new Map<string, string>();
  const bar = createProgress('runs', options);
  return {
    show: (rows: readonly RunWithExperiment[]): void => {
      for (const run of rows) {
        if (known.get(run.id) === run.status) continue;
        known.set(run.id, run.status);
        bar.end();
        const fold = run.config.fold ? `  ${describeFold(run.config.fold)}` : '';
        say(
          `${run.id}  ${run.label}  seed ${run.seed}${fold}  ${run.status}${run.statusReason ? `: ${run.statusReason}` : ''}`,
        );
      }
      const done = rows.reduce((sum, run) => sum + (isFinal(run.status) ? 1 : shareDone(run)), 0);
      bar.update(Math.round(done * 100) / 100, total);
    },
    end: () => bar.end(),
  };
}

function shareDone(run: RunWithExperiment): number {
  return run.progress && run.progress.total > 0 ? Math.min(run.progress.done / run.progress.total, 0.99) : 0;
}
