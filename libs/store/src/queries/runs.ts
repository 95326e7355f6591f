import { InputError, type RunRecord, type RunStatus, type Task } from '@assay/contracts';
import { and, asc, count, desc, eq, getTableColumns, inArray, like, not, or, type SQL, sql } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { experiments } from '../schema/experiments';
import { jobs } from '../schema/jobs';
import { type Run, runs } from '../schema/runs';
import { one } from './one';

export type NewRun = Pick<
  Run,
  | 'experimentId'
  | 'label'
  | 'task'
  | 'seed'
  | 'config'
  | 'configDigest'
  | 'datasetName'
  | 'datasetVersion'
  | 'datasetDigest'
  | 'createdBy'
> & { dependsOn?: string | null };

/** Stores a run; it stays `waiting` until `enqueueJob` gives it a job. */
export async function insertRun(db: Database, run: NewRun): Promise<Run> {
  return one(
    await db
      .insert(runs)
      .values({ ...run, id: createId(), status: 'waiting' })
      .returning(),
  );
}

export type RunWithExperiment = Run & { experiment: string };

const withExperiment = { ...getTableColumns(runs), experiment: experiments.name };

export async function getRun(db: Database, id: string): Promise<RunWithExperiment | undefined> {
  const rows = await db
    .select(withExperiment)
    .from(runs)
    .innerJoin(experiments, eq(experiments.id, runs.experimentId))
    .where(eq(runs.id, id));
  return rows[0];
}

/** By id or an unambiguous prefix of one. @throws InputError when none or several fit. */
export async function findRun(db: Database, idOrPrefix: string): Promise<RunWithExperiment> {
  const prefix = idOrPrefix.trim().toLowerCase();
  const found = /^[a-z2-7]{1,10}$/.test(prefix)
    ? await db
        .select(withExperiment)
        .from(runs)
        .innerJoin(experiments, eq(experiments.id, runs.experimentId))
        .where(like(runs.id, `${prefix}%`))
        .orderBy(asc(runs.id))
        .limit(6)
    : [];
  const exact = found.find((run) => run.id === prefix);
  if (exact) return exact;
  const [first, ...others] = found;
  if (!first) {
    throw new InputError({ where: 'run', found: `there is no run "${idOrPrefix}"`, fix: 'see `assay runs list`' });
  }
  if (others.length === 0) return first;
  const ids = found.slice(0, 5).map((run) => run.id);
  throw new InputError({
    where: 'run',
    found: `"${idOrPrefix}" could be ${ids.join(', ')}${found.length > 5 ? ' …' : ''}`,
    fix: 'type more of the id',
  });
}

const SORTS = { queuedAt: runs.queuedAt, startedAt: runs.startedAt, endedAt: runs.endedAt, label: runs.label };

export type RunFilter = {
  experimentId?: string | undefined;
  statuses?: readonly RunStatus[] | undefined;
  tasks?: readonly Task[] | undefined;
  ids?: readonly string[] | undefined;
  dependsOn?: string | undefined;
  label?: string | undefined;
};

/** Newest first unless sorted otherwise; rows without the sorted field come last. */
export async function listRuns(
  db: Database,
  params: RunFilter & {
    sort?: { by: keyof typeof SORTS; descending: boolean };
    limit?: number;
    offset?: number;
  } = {},
): Promise<RunWithExperiment[]> {
  const { by, descending } = params.sort ?? { by: 'queuedAt', descending: true };
  const column = SORTS[by];
  return db
    .select(withExperiment)
    .from(runs)
    .innerJoin(experiments, eq(experiments.id, runs.experimentId))
    .where(matching(params))
    .orderBy(
      sql`${descending ? desc(column) : asc(column)} nulls last`,
      desc(runs.queuedAt),
      asc(runs.label),
      asc(runs.seed),
      asc(runs.id),
    )
    .limit(params.limit ?? 1000)
    .offset(params.offset ?? 0);
}

export async function countRuns(db: Database, filter: RunFilter = {}): Promise<number> {
  return one(await db.select({ runs: count() }).from(runs).where(matching(filter))).runs;
}

/**
 * A run of the same config, seed and dataset that has succeeded on this engine or may still do so; succeeded ones
 * first, then the furthest on. Failed and cancelled ones never, nor one that was asked to stop. In a transaction the run
 * cannot end before the caller's own run waits for it.
 */
export async function findReusableRun(
  tx: Database,
  params: { configDigest: string; seed: number; datasetDigest: string; engine?: string | undefined },
): Promise<Run | undefined> {
  const rank = sql`array_position(array['succeeded', 'running', 'queued', 'waiting'], ${runs.status})`;
  const engine = params.engine;
  const isStopping = sql`exists (select from ${jobs} where ${jobs.id} = ${runs.jobId} and ${jobs.isCancelRequested})`;
  const rows = await tx
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.configDigest, params.configDigest),
        eq(runs.seed, params.seed),
        eq(runs.datasetDigest, params.datasetDigest),
        inArray(runs.status, ['succeeded', 'running', 'queued', 'waiting']),
        or(eq(runs.status, 'succeeded'), not(isStopping)),
        engine === undefined
          ? undefined
          : sql`(${runs.status} <> 'succeeded' or ${runs.record} ->> 'engine' = ${engine})`,
      ),
    )
    .orderBy(rank, asc(runs.queuedAt))
    .limit(1)
    .for('share');
  return rows[0];
}

/** What the run remembers of the machine and the code; written once the child has opened its engine. */
export async function setRunRecord(db: Database, params: { run: string; record: RunRecord }): Promise<void> {
  await db.update(runs).set({ record: params.record }).where(eq(runs.id, params.run));
}

function matching(filter: RunFilter): SQL | undefined {
  return and(
    filter.experimentId === undefined ? undefined : eq(runs.experimentId, filter.experimentId),
    filter.statuses === undefined ? undefined : inArray(runs.status, [...filter.statuses]),
    filter.tasks === undefined ? undefined : inArray(runs.task, [...filter.tasks]),
    filter.ids === undefined ? undefined : inArray(runs.id, [...filter.ids]),
    filter.label === undefined ? undefined : eq(runs.label, filter.label),
    filter.dependsOn === undefined ? undefined : eq(runs.dependsOn, filter.dependsOn),
  );
}
