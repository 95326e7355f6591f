import { desc, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { type Worker, workers } from '../schema/workers';

/** Says that a worker is alive and what it does; the first report makes its row. */
export async function reportWorker(db: Database, worker: Omit<Worker, 'startedAt' | 'lastSeen'>): Promise<void> {
  const { id: _id, ...changing } = worker;
  await db
    .insert(workers)
    .values(worker)
    .onConflictDoUpdate({ target: workers.id, set: { ...changing, lastSeen: sql`clock_timestamp()` } });
}

/** A worker that stops takes its row away. */
export async function removeWorker(db: Database, id: string): Promise<void> {
  await db.delete(workers).where(eq(workers.id, id));
}

/** Workers with the seconds since each was last seen, by the database's clock; those silent for a day are forgotten. */
export async function listWorkers(db: Database): Promise<(Worker & { silentSeconds: number })[]> {
  await db.delete(workers).where(lt(workers.lastSeen, sql`clock_timestamp() - interval '1 day'`));
  const rows = await db
    .select({
      worker: workers,
      silentSeconds: sql<number>`extract(epoch from clock_timestamp() - ${workers.lastSeen})::float8`,
    })
    .from(workers)
    .orderBy(desc(workers.lastSeen));
  return rows.map(({ worker, silentSeconds }) => ({ ...worker, silentSeconds }));
}
