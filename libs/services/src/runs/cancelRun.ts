import { InputError, type JobStatus } from '@assay/contracts';
import { findRun, recordAudit, requestCancel } from '@assay/store';
import type { Context } from '../context';

/**
 * Cancels a run: at once when nobody works on it, between two steps otherwise; then the answer is still `running`.
 * @throws InputError when there is no such run or it has ended
 */
export async function cancelRun(
  ctx: Context,
  id: string,
  reason = `cancelled by ${ctx.actor.name}`,
): Promise<{ id: string; status: JobStatus }> {
  const run = await findRun(ctx.db, id);
  if (run.jobId === null) throw new InputError({ where: `run ${run.id}`, found: 'it was never queued' });
  const job = run.jobId;
  return ctx.db.transaction(async (tx) => {
    const status = await requestCancel(tx, { job, reason });
    await recordAudit(tx, { actor: ctx.actor.name, action: 'run.cancel', subject: run.id, detail: { reason } });
    return { id: run.id, status };
  });
}
