import { isFinal, type RunEvent, type RunStatus } from '@assay/contracts';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { one } from '../queries/one';
import { runEvents } from '../schema/runEvents';
import { runs } from '../schema/runs';
import { CHANNELS, notify } from './channels';

/** Changes a run's status and appends the event that says so; the row's lock keeps the numbers of events in order. */
export async function setRunStatus(
  tx: Database,
  change: { run: string; status: RunStatus; reason: string | null; attempt?: number },
): Promise<void> {
  const now = sql`clock_timestamp()`;
  const { lastSeq, attempt } = one(
    await tx
      .update(runs)
      .set({
        status: change.status,
        statusReason: change.reason,
        lastSeq: sql`${runs.lastSeq} + 1`,
        endedAt: isFinal(change.status) ? now : null,
        ...(change.attempt === undefined ? {} : { attempt: change.attempt }),
        ...(change.status === 'running' ? { startedAt: sql`coalesce(${runs.startedAt}, ${now})` } : {}),
      })
      .where(eq(runs.id, change.run))
      .returning({ lastSeq: runs.lastSeq, attempt: runs.attempt }),
  );
  const body: RunEvent = { kind: 'status', status: change.status, reason: change.reason };
  await tx.insert(runEvents).values({ runId: change.run, seq: lastSeq, attempt, kind: body.kind, step: null, body });
  await notify(tx, CHANNELS.runEvents, JSON.stringify({ run: change.run, seq: lastSeq }));
}
