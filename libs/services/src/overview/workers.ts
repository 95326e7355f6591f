import { HEARTBEAT_SECONDS } from '@assay/contracts';
import { listWorkers as queryWorkers } from '@assay/store';
import type { Context } from '../context';
import type { WorkerSummary } from '../types';

/** A worker that was not heard of for this long is taken for dead. */
const SILENT_SECONDS_MAX = HEARTBEAT_SECONDS * 5;

/** Workers that were heard of within a day, the liveliest first. */
export async function listWorkers(ctx: Pick<Context, 'db'>): Promise<WorkerSummary[]> {
  const rows = await queryWorkers(ctx.db);
  return rows.map(({ lastSeen: _lastSeen, ...row }) => ({ ...row, isAlive: row.silentSeconds <= SILENT_SECONDS_MAX }));
}

/** The engine of the live workers when all have the same one. */
export async function oneLiveEngine(ctx: Pick<Context, 'db'>): Promise<string | undefined> {
  const engines = new Set((await listWorkers(ctx)).flatMap((worker) => (worker.isAlive ? [worker.engine] : [])));
  return engines.size === 1 ? [...engines][0] : undefined;
}
