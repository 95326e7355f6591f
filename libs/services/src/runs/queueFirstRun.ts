import { FIRST_RUN } from '@assay/recipes';
import { listExperiments, lockName } from '@assay/store';
import type { Context } from '../context';
import type { QueuedRuns } from '../types';
import { queueRuns } from './queueRuns';

/**
 * Queues the experiments that a fresh installation starts with, once: where an experiment of that name is, nothing
 * happens. The datasets must be there.
 */
export async function queueFirstRun(ctx: Context): Promise<{ isNew: boolean; experiments: QueuedRuns[] }> {
  return ctx.db.transaction(async (tx) => {
    await lockName(tx, 'first run');
    const existing = new Set((await listExperiments(tx)).map((experiment) => experiment.name));
    const inTransaction = { ...ctx, db: tx };
    const queued: QueuedRuns[] = [];
    if (!existing.has(FIRST_RUN.experiment)) {
      const { experiment, question } = FIRST_RUN;
      for (const { recipe, seeds } of FIRST_RUN.strategies) {
        queued.push(await queueRuns(inTransaction, { recipe, seeds, experiment, question }));
      }
    }
    const { experiment, recipe, seeds } = FIRST_RUN.goodOnly;
    if (!existing.has(experiment)) queued.push(await queueRuns(inTransaction, { recipe, seeds, experiment }));
    return { isNew: queued.length > 0, experiments: queued };
  });
}
