import { describeConfig } from '@assay/contracts';
import { listRunMetrics, type RunMetric, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';
import type { RunSummary } from '../types';

/** Where a figure that a table can show was measured; system figures are left to the run's own page. */
const SHOWN = new Set(['train', 'validation', 'test', 'oof', 'knn', 'linear']);

/** Runs as a table shows them, in the order given. */
export async function summariseRuns(
  ctx: Pick<Context, 'db'>,
  rows: readonly RunWithExperiment[],
): Promise<RunSummary[]> {
  const figures = new Map<string, RunMetric[]>();
  for (const metric of await listRunMetrics(ctx.db, { runs: rows.map((row) => row.id) })) {
    const found = figures.get(metric.runId) ?? [];
    figures.set(metric.runId, found);
    found.push(metric);
  }
  return rows.map((row) => ({ ...summariseRun(row), metrics: shownMetrics(figures.get(row.id) ?? []) }));
}

/** Everything of a summary but its figures. */
export function summariseRun(row: RunWithExperiment): Omit<RunSummary, 'metrics'> {
  return {
    id: row.id,
    experiment: row.experiment,
    label: row.label,
    task: row.task,
    description: describeConfig(row.config),
    seed: row.seed,
    status: row.status,
    reason: row.statusReason,
    dataset: { name: row.datasetName, version: row.datasetVersion, digest: row.datasetDigest },
    configDigest: row.configDigest,
    attempt: row.attempt,
    progress: row.progress,
    dependsOn: row.dependsOn,
    queuedAt: row.queuedAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    createdBy: row.createdBy,
  };
}

function shownMetrics(metrics: readonly RunMetric[]): Record<string, number> {
  return Object.fromEntries(
    metrics.filter((metric) => SHOWN.has(metric.split)).map((metric) => [metric.key, metric.last]),
  );
}
