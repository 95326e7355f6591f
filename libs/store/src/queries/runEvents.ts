import type { RunEventKind, StoredRunEvent } from '@assay/contracts';
import { and, asc, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { Database } from '../database';
import { runEvents } from '../schema/runEvents';

export type RunEventWithTime = StoredRunEvent & { at: Date };

/** Events of a run after `afterSeq` in order; the newest `limit` ones when `newest` is set. */
export async function listRunEvents(
  db: Database,
  params: {
    run: string;
    afterSeq?: number | undefined;
    beforeSeq?: number | undefined;
    kinds?: readonly RunEventKind[] | undefined;
    limit?: number | undefined;
    newest?: boolean | undefined;
  },
): Promise<RunEventWithTime[]> {
  const rows = await db
    .select()
    .from(runEvents)
    .where(
      and(
        eq(runEvents.runId, params.run),
        params.afterSeq === undefined ? undefined : gt(runEvents.seq, params.afterSeq),
        params.beforeSeq === undefined ? undefined : lt(runEvents.seq, params.beforeSeq),
        params.kinds === undefined ? undefined : inArray(runEvents.kind, [...params.kinds]),
      ),
    )
    .orderBy(params.newest ? desc(runEvents.seq) : asc(runEvents.seq))
    .limit(params.limit ?? 1000);
  if (params.newest) rows.reverse();
  return rows.map((row) => ({ run: row.runId, seq: row.seq, attempt: row.attempt, event: row.body, at: row.at }));
}
