import { sql } from 'drizzle-orm';
import type { Database } from '../database';

/**
 * Holds a named lock until the transaction ends, so that two writers under one name take turns.
 * Outside a transaction it would be released at once.
 */
export async function lockName(tx: Database, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
