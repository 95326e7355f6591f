import { InputError, type JobKind, type JobStatus } from '@assay/contracts';
import { and, asc, count, eq, inArray } from 'drizzle-orm';
import type { Database } from '../database';
import { type Job, jobs } from '../schema/jobs';

/** @throws InputError when there is none. */
export async function findJob(db: Database, id: string): Promise<Job> {
  const [job] = await db.select().from(jobs).where(eq(jobs.id, id));
  if (!job) throw new InputError({ where: 'job', found: `there is no job "${id}"` });
  return job;
}

/** Jobs in the order of the queue. */
export async function listJobs(
  db: Database,
  params: { statuses?: readonly JobStatus[] | undefined; kinds?: readonly JobKind[] | undefined; limit?: number } = {},
): Promise<Job[]> {
  return db
    .select()
    .from(jobs)
    .where(
      and(
        params.statuses === undefined ? undefined : inArray(jobs.status, [...params.statuses]),
        params.kinds === undefined ? undefined : inArray(jobs.kind, [...params.kinds]),
      ),
    )
    .orderBy(asc(jobs.position))
    .limit(params.limit ?? 1000);
}

/** How many jobs stand in each status. */
export async function countJobs(db: Database): Promise<Partial<Record<JobStatus, number>>> {
  const rows = await db.select({ status: jobs.status, jobs: count() }).from(jobs).groupBy(jobs.status);
  return Object.fromEntries(rows.map((row) => [row.status, row.jobs]));
}
