import 'server-only';
import { type Database, listWorkers } from '@assay/store';
import { artifacts, openedStore } from './context';

/** A worker reports every other second; one that has been silent for longer than this is counted as gone. */
const ALIVE_SECONDS = 15;

export type Health = {
  status: 'ok' | 'degraded';
  database: { ok: boolean; error?: string };
  artifacts: { ok: boolean; error?: string };
  worker: { ok: boolean; alive: number };
  /** What the newest living worker computes with; null when there is none. */
  engine: string | null;
};

/** Never throws: what is away is part of the answer. A missing worker is said but leaves the status as it is. */
export async function readHealth(): Promise<Health> {
  const [workers, blobs] = await Promise.all([
    attempt(async () => aliveWorkers((await openedStore()).db)),
    attempt(() => artifacts().check()),
  ]);
  const alive = workers.ok ? workers.value : [];
  return {
    status: workers.ok && blobs.ok ? 'ok' : 'degraded',
    database: workers.ok ? { ok: true } : { ok: false, error: workers.error },
    artifacts: blobs.ok ? { ok: true } : { ok: false, error: blobs.error },
    worker: { ok: alive.length > 0, alive: alive.length },
    engine: alive[0]?.engine ?? null,
  };
}

export async function aliveWorkers(db: Database): Promise<Awaited<ReturnType<typeof listWorkers>>> {
  return (await listWorkers(db)).filter((worker) => worker.silentSeconds < ALIVE_SECONDS);
}

type Attempted<Value> = { ok: true; value: Value } | { ok: false; error: string };

async function attempt<Value>(work: () => Promise<Value>): Promise<Attempted<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
