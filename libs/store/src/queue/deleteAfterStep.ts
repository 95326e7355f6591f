import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '../database';
import { attempts } from '../schema/attempts';
import { metricPoints } from '../schema/metricPoints';
import { runArtifacts } from '../schema/runArtifacts';
import { runEvents } from '../schema/runEvents';
import { lockHeld, type RunLease } from './lease';
import { rebuildRunMetrics } from './writeMetrics';

/**
 * A later attempt goes on from a checkpoint: whatever the run reported after that step will be reported again, so the
 * points, log lines and artifacts after it are deleted. Changes of status stay. Null when there is no checkpoint and
 * the run begins again. @throws LostLeaseError
 */
export async function deleteAfterStep(db: Database, lease: RunLease, step: number | null): Promise<void> {
  const after = step ?? -1;
  await db.transaction(async (tx) => {
    await lockHeld(tx, lease, 'share');
    await tx.delete(metricPoints).where(and(eq(metricPoints.runId, lease.run), gt(metricPoints.step, after)));
    await tx.delete(runEvents).where(and(eq(runEvents.runId, lease.run), gt(runEvents.step, after)));
    await tx.delete(runArtifacts).where(and(eq(runArtifacts.runId, lease.run), gt(runArtifacts.step, after)));
    await rebuildRunMetrics(tx, lease.run);
    await tx
      .update(attempts)
      .set({ resumedStep: step })
      .where(and(eq(attempts.runId, lease.run), eq(attempts.number, lease.attempt)));
  });
}
