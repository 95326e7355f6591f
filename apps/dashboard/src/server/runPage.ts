import 'server-only';
import {
  type Attempt,
  type Database,
  findRun,
  listAttempts,
  listModelVersionsOfRun,
  listRunArtifacts,
  listRunMetrics,
  listRuns,
  type RunArtifact,
  type RunMetric,
  type RunWithExperiment,
} from '@assay/store';
import { type RunRow, toRunRows } from './runRows';

export type RunPage = {
  run: RunWithExperiment;
  attempts: Attempt[];
  metrics: RunMetric[];
  artifacts: RunArtifact[];
  /** Registered models that it became. */
  models: { name: string; version: number }[];
  /** The run whose weights it starts from. */
  source: RunRow | null;
  /** Runs that start from its weights. */
  dependants: RunRow[];
};

/** All facts of one run but its curves and log. @throws InputError when there is none of that id. */
export async function readRunPage(db: Database, idOrPrefix: string): Promise<RunPage> {
  const run = await findRun(db, idOrPrefix);
  const [attempts, metrics, artifacts, models, sources, dependants] = await Promise.all([
    listAttempts(db, run.id),
    listRunMetrics(db, { runs: [run.id] }),
    listRunArtifacts(db, { run: run.id }),
    listModelVersionsOfRun(db, run.id),
    run.dependsOn === null ? [] : listRuns(db, { ids: [run.dependsOn] }),
    listRuns(db, { dependsOn: run.id }),
  ]);
  const [source] = await toRunRows(db, sources);
  return {
    run,
    attempts,
    metrics,
    artifacts,
    models: models.map(({ name, version }) => ({ name, version })),
    source: source ?? null,
    dependants: await toRunRows(db, dependants),
  };
}
