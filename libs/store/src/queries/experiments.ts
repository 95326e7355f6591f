import { InputError, nearest, type RunStatus } from '@assay/contracts';
import { count, desc, eq, max, or } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { type Experiment, experiments } from '../schema/experiments';
import { runs } from '../schema/runs';
import { one } from './one';

/** The experiment of that name, made when there is none. A question that is already stored stays. */
export async function ensureExperiment(
  db: Database,
  params: { name: string; question?: string | undefined; createdBy: string },
): Promise<Experiment> {
  const values = { id: createId(), name: params.name, question: params.question ?? null, createdBy: params.createdBy };
  const made = await db.insert(experiments).values(values).onConflictDoNothing().returning();
  return made[0] ?? one(await db.select().from(experiments).where(eq(experiments.name, params.name)));
}

/** By name or id. @throws InputError when there is none, naming the nearest one. */
export async function findExperiment(db: Database, nameOrId: string): Promise<Experiment> {
  const found = await db
    .select()
    .from(experiments)
    .where(or(eq(experiments.name, nameOrId), eq(experiments.id, nameOrId)));
  const row = found.find((experiment) => experiment.name === nameOrId) ?? found[0];
  if (row) return row;
  const names = await db.select({ name: experiments.name }).from(experiments);
  const guess = nearest(
    nameOrId,
    names.map((experiment) => experiment.name),
  );
  throw new InputError({
    where: 'experiment',
    found: `there is no experiment "${nameOrId}"`,
    ...(guess ? { fix: `did you mean "${guess}"?` } : {}),
  });
}

export type ExperimentSummary = Experiment & {
  runs: number;
  statuses: Partial<Record<RunStatus, number>>;
  lastQueuedAt: Date | null;
};

/** Newest first by their latest run. */
export async function listExperiments(db: Database, params: { limit?: number } = {}): Promise<ExperimentSummary[]> {
  const counts = db
    .select({
      experimentId: runs.experimentId,
      status: runs.status,
      runs: count().as('run_count'),
      lastQueuedAt: max(runs.queuedAt).as('last_queued_at'),
    })
    .from(runs)
    .groupBy(runs.experimentId, runs.status)
    .as('counts');
  const rows = await db
    .select({
      experiment: experiments,
      status: counts.status,
      runs: counts.runs,
      lastQueuedAt: counts.lastQueuedAt,
    })
    .from(experiments)
    .leftJoin(counts, eq(counts.experimentId, experiments.id))
    .orderBy(desc(experiments.createdAt));
  const summaries = new Map<string, ExperimentSummary>();
  for (const row of rows) {
    const summary = summaries.get(row.experiment.id) ?? {
      ...row.experiment,
      runs: 0,
      statuses: {},
      lastQueuedAt: null,
    };
    summaries.set(row.experiment.id, summary);
    if (row.status === null || row.runs === null) continue;
    summary.runs += row.runs;
    summary.statuses[row.status] = row.runs;
    if (row.lastQueuedAt && (!summary.lastQueuedAt || row.lastQueuedAt > summary.lastQueuedAt)) {
      summary.lastQueuedAt = row.lastQueuedAt;
    }
  }
  const newest = (summary: ExperimentSummary) => (summary.lastQueuedAt ?? summary.createdAt).getTime();
  return [...summaries.values()].sort((a, b) => newest(b) - newest(a)).slice(0, params.limit);
}
