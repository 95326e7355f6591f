import { hostname } from 'node:os';
import type { JobKind } from '@assay/contracts';
import { type ClaimedJob, claimJob, createId, listenForJobs, openArtifacts, openStore } from '@assay/store';
import { probeEngine } from '../commands/doctorProbes';
import type { ActiveJob, WorkerContext } from './activeJob';
import { superviseImport } from './importJob';
import { announceWorker } from './presence';
import { totalMemoryBytes } from './processUsage';
import { superviseRun } from './runJob';

const KINDS: readonly JobKind[] = ['run', 'dataset.import'];
/** How often the queue is looked at when nobody wakes the worker: a lease that ends wakes nobody. */
const POLL_MILLISECONDS = 1000;
/** Share of the machine's memory that one run may use. */
const MEMORY_SHARE_MAX = 0.9;

export type WorkerOptions = {
  databaseUrl: string;
  artifactsUrl: string;
  home: string;
  /** Pinned threads of the engine; its default when null. */
  threads: number | null;
  /** Jobs at a time. */
  concurrency: number;
  /** Ends when nothing is left that it could take. */
  once: boolean;
  /** Gives back what is under way, and ends. */
  signal: AbortSignal;
  log: (line: string) => void;
  memoryBytesMax?: number;
  /** What the worker says about its engine; opened in a process of its own to find out when not given. */
  engine?: string;
};

/** Takes jobs until it is told to stop. Any number of workers may share one database. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { databaseUrl, artifactsUrl, home, threads, signal } = options;
  const store = openStore({
    databaseUrl,
    applicationName: 'assay worker',
    connectionsMax: 4 + 2 * options.concurrency,
  });
  const worker: WorkerContext = {
    db: store.db,
    artifacts: openArtifacts(artifactsUrl),
    artifactsUrl,
    home,
    threads,
    memoryBytesMax: options.memoryBytesMax ?? totalMemoryBytes() * MEMORY_SHARE_MAX,
    log: options.log,
  };
  const id = `${hostname()}:${process.pid}:${createId()}`;
  const active = new Map<string, ActiveJob>();
  const bell = createBell();
  const presence = announceWorker(store.db, {
    id,
    threads,
    engine: options.engine ? Promise.resolve(options.engine) : nameEngine(threads),
    currentJob: () => [...active.keys()][0] ?? null,
  });
  const listener = listenForJobs(databaseUrl, (wake) => {
    if (wake.kind === 'cancel') active.get(wake.job)?.cancel();
    else bell.ring();
  });
  signal.addEventListener('abort', bell.ring);
  try {
    while (!signal.aborted) {
      const isIdle = await fill({ worker, id, active, bell, options });
      if (options.once && isIdle) break;
      await bell.wait(POLL_MILLISECONDS);
    }
    for (const job of active.values()) job.release();
    await Promise.all([...active.values()].map(({ done }) => done));
  } finally {
    signal.removeEventListener('abort', bell.ring);
    await presence.stop();
    await listener.close();
    await store.close();
  }
}

/** Claims jobs while there is room; true when there is nothing to do and nothing under way. */
async function fill({
  worker,
  id,
  active,
  bell,
  options,
}: {
  worker: WorkerContext;
  id: string;
  active: Map<string, ActiveJob>;
  bell: Bell;
  options: WorkerOptions;
}): Promise<boolean> {
  while (active.size < options.concurrency && !options.signal.aborted) {
    let claimed: ClaimedJob | undefined;
    try {
      claimed = await claimJob(worker.db, { owner: id, kinds: KINDS });
    } catch (error) {
      worker.log(`the queue does not answer: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    if (!claimed) return active.size === 0;
    const { job } = claimed;
    worker.log(`${job.kind} ${job.runId ?? job.id}: attempt ${job.attempt}${claimed.isTakeover ? ', taken over' : ''}`);
    const started = start(worker, claimed);
    active.set(job.id, started);
    void started.done.then(() => {
      active.delete(job.id);
      bell.ring();
    });
  }
  return false;
}

function start(worker: WorkerContext, claimed: ClaimedJob): ActiveJob {
  if (claimed.kind === 'run') return superviseRun(worker, claimed.lease);
  const { payload, createdBy } = claimed.job;
  if (payload.kind !== 'dataset.import') throw new Error(`job ${claimed.job.id}: no handler for ${payload.kind}`);
  return superviseImport(worker, claimed.lease, { payload, createdBy });
}

async function nameEngine(threads: number | null): Promise<string> {
  const { engine, check } = await probeEngine(threads);
  return engine?.identity ?? `does not open: ${check.detail}`;
}

type Bell = ReturnType<typeof createBell>;

/** Wakes a waiter early; a ring that nobody waited for is not lost. */
function createBell() {
  let isRung = false;
  let wake = () => {};
  return {
    ring() {
      isRung = true;
      wake();
    },
    async wait(milliseconds: number) {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isRung = false;
    },
  };
}
