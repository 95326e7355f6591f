import {
  findRun,
  listAttempts,
  listModelVersionsOfRun,
  listRunArtifacts,
  listRunMetrics,
  listRuns,
} from '@assay/store';
import type { Context } from '../context';
import type { RunDetail } from '../types';
import { summariseRun } from './summary';

/** Everything about a run but its curves and its log. @throws InputError when no or several ids begin so */
export async function showRun(ctx: Pick<Context, 'db'>, id: string): Promise<RunDetail> {
  const run = await findRun(ctx.db, id);
  const [attempts, metrics, artifacts, models, dependants] = await Promise.all([
    listAttempts(ctx.db, run.id),
    listRunMetrics(ctx.db, { runs: [run.id] }),
    listRunArtifacts(ctx.db, { run: run.id }),
    listModelVersionsOfRun(ctx.db, run.id),
    listRuns(ctx.db, { dependsOn: run.id }),
  ]);
  return {
    ...summariseRun(run),
    config: run.config,
    commit: run.record?.commit ?? null,
    isTreeClean: run.record?.isTreeClean ?? null,
    engine: run.record?.engine ?? null,
    record: run.record,
    attempts: attempts.map(({ runId: _run, ...attempt }) => attempt),
    metrics: {
      final: Object.fromEntries(metrics.map((metric) => [metric.key, metric.last])),
      best: Object.fromEntries(
        metrics.flatMap(({ key, best, bestStep }) =>
          best === null || bestStep === null ? [] : [[key, { value: best, step: bestStep }]],
        ),
      ),
    },
    artifacts: artifacts.map(({ runId: _run, ...artifact }) => artifact),
    models: models.map(({ name, version }) => ({ name, version })),
    dependants: dependants.map(({ id: dependant, label, status }) => ({ id: dependant, label, status })),
  };
}
