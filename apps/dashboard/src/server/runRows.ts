import 'server-only';
import { describeConfig, metricInfo, TELLING_METRICS } from '@assay/contracts';
import { type Database, listRunMetrics, type RunMetric, type RunWithExperiment } from '@assay/store';

/** The figure that stands for a run in a list; of one that has only begun, its loss. */
const HEADLINES = [...TELLING_METRICS, 'train/loss'] as const;

/** A run as lists show it: without its config, which can be long. */
export type RunRow = Pick<
  RunWithExperiment,
  | 'id'
  | 'experiment'
  | 'label'
  | 'task'
  | 'seed'
  | 'status'
  | 'statusReason'
  | 'progress'
  | 'datasetName'
  | 'datasetVersion'
  | 'queuedAt'
  | 'startedAt'
  | 'endedAt'
> & { summary: string; figure: { key: string; value: number } | null };

export async function toRunRows(db: Database, runs: readonly RunWithExperiment[]): Promise<RunRow[]> {
  const figures = new Map<string, RunMetric[]>();
  for (const metric of await listRunMetrics(db, { runs: runs.map((run) => run.id), keys: HEADLINES })) {
    figures.set(metric.runId, [...(figures.get(metric.runId) ?? []), metric]);
  }
  return runs.map((run) => ({
    id: run.id,
    experiment: run.experiment,
    label: run.label,
    task: run.task,
    seed: run.seed,
    status: run.status,
    statusReason: run.statusReason,
    progress: run.progress,
    datasetName: run.datasetName,
    datasetVersion: run.datasetVersion,
    queuedAt: run.queuedAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    summary: describeConfig(run.config),
    figure: headline(figures.get(run.id) ?? []),
  }));
}

/** A figure that is measured while training counts at its best, a final one as it is. */
function headline(metrics: readonly RunMetric[]): RunRow['figure'] {
  for (const key of HEADLINES) {
    const metric = metrics.find((candidate) => candidate.key === key);
    if (!metric) continue;
    const isRepeated = metricInfo(key).direction !== 'smaller' && !key.startsWith('test/');
    return { key, value: isRepeated ? (metric.best ?? metric.last) : metric.last };
  }
  return null;
}
