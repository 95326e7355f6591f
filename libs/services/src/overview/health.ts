import { randomBytes } from 'node:crypto';
import type { Context } from '../context';
import type { Health } from '../types';
import { listWorkers } from './workers';

/** Whether the parts answer: for a probe that must be quick and must not fail itself. */
export async function health(ctx: Pick<Context, 'db' | 'artifacts'>): Promise<Health> {
  const started = performance.now();
  const workers = await listWorkers(ctx).catch((error: unknown) => errorText(error));
  const milliseconds = Math.round(performance.now() - started);
  const artifacts = await checkArtifacts(ctx);
  if (typeof workers === 'string') {
    return {
      status: 'down',
      database: { isOk: false, detail: workers, milliseconds: null },
      artifacts,
      worker: { isOk: false, alive: 0, detail: 'unknown without the database', workers: [] },
      engine: { isOk: false, detail: 'unknown without the database' },
    };
  }
  const alive = workers.filter((worker) => worker.isAlive);
  const engines = [...new Set(alive.map((worker) => worker.engine))];
  const worker = {
    isOk: alive.length > 0,
    alive: alive.length,
    detail: alive.length > 0 ? `${alive.length} alive` : 'no worker is alive: start one with `assay worker`',
    workers,
  };
  const engine = { isOk: engines.length > 0, detail: engines.join('; ') || 'no live worker to ask' };
  return {
    status: artifacts.isOk && worker.isOk ? 'ok' : 'degraded',
    database: { isOk: true, detail: 'answers', milliseconds },
    artifacts,
    worker,
    engine,
  };
}

/** Asks for a blob that cannot be there: the store must answer, not find it. */
async function checkArtifacts(ctx: Pick<Context, 'artifacts'>): Promise<Health['artifacts']> {
  try {
    await ctx.artifacts.has(randomBytes(32).toString('hex'));
    return { isOk: true, detail: 'answers' };
  } catch (error) {
    return { isOk: false, detail: errorText(error) };
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
