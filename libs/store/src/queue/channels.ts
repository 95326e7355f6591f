import { sql } from 'drizzle-orm';
import type { Database } from '../database';

/** Channels of LISTEN and NOTIFY. A message is a hint to look at the tables, never the only copy of a fact. */
export const CHANNELS = {
  /** A job can be claimed; the payload is its kind. */
  jobs: 'assay_jobs',
  /** A running job should stop; the payload is its id. */
  cancels: 'assay_cancels',
  /** A run has new events; the payload is `{"run":"…","seq":7}` with the newest number. */
  runEvents: 'assay_run_events',
} as const;

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];

/** Sent when the transaction commits. */
export async function notify(db: Database, channel: Channel, payload: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}
