import { asc, eq } from 'drizzle-orm';
import type { Database } from '../database';
import { type Attempt, attempts } from '../schema/attempts';

/** A run's tries, first one first. */
export async function listAttempts(db: Database, run: string): Promise<Attempt[]> {
  return db.select().from(attempts).where(eq(attempts.runId, run)).orderBy(asc(attempts.number));
}
