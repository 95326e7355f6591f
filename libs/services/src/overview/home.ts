import { listDatasets, listExperiments, listRuns, listModels as queryModels } from '@assay/store';
import type { Context } from '../context';
import { modelHistory } from '../models/modelHistory';
import { showModel } from '../models/models';
import { summariseRuns } from '../runs/summary';
import type { Home } from '../types';
import { listWorkers } from './workers';

/** What is under way, what is live, and which questions are open. */
export async function home(ctx: Pick<Context, 'db'>): Promise<Home> {
  const oldestFirst = { by: 'queuedAt', descending: false } as const;
  const [running, next, recent, live, experiments, datasets, workers] = await Promise.all([
    listRuns(ctx.db, { statuses: ['running'], limit: 20 }),
    listRuns(ctx.db, { statuses: ['queued', 'waiting'], sort: oldestFirst, limit: 50 }),
    listRuns(ctx.db, {
      statuses: ['succeeded', 'failed', 'cancelled'],
      sort: { by: 'endedAt', descending: true },
      limit: 8,
    }),
    liveModels(ctx),
    listExperiments(ctx.db, { limit: 20 }),
    listDatasets(ctx.db),
    listWorkers(ctx),
  ]);
  return {
    running: await summariseRuns(ctx, running),
    next: await summariseRuns(ctx, next),
    recent: await summariseRuns(ctx, recent),
    live,
    experiments,
    datasets: datasets.length,
    workers,
  };
}

async function liveModels(ctx: Pick<Context, 'db'>): Promise<Home['live']> {
  const models = (await queryModels(ctx.db)).filter((model) => model.aliases.length > 0);
  const live = await Promise.all(
    models.map(async ({ name }) => {
      const [model, history] = await Promise.all([showModel(ctx, name), modelHistory(ctx, { name })]);
      return Object.entries(history.live).flatMap(([alias, { version: number, since, actor, reason }]) => {
        const version = model.versions.find((candidate) => candidate.version === number);
        return version ? [{ name, alias, version, since, actor, reason }] : [];
      });
    }),
  );
  const rank = (alias: string): number => (alias === 'production' ? 0 : 1);
  return live.flatMap((of) => of.sort((a, b) => rank(a.alias) - rank(b.alias)));
}
