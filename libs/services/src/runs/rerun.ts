import { InputError, isFinal } from '@assay/contracts';
import { findRun } from '@assay/store';
import type { Context } from '../context';
import type { QueuedRuns } from '../types';
import { queueRuns } from './queueRuns';

/**
 * Queues a run that has ended once more: the same config on the same dataset version at the same seed, under its label, in
 * its experiment. A pretraining that it starts from is used again where there is one. A fold that failed is completed so.
 *
 * @throws InputError when there is no such run, or it has not ended
 */
export async function rerun(ctx: Context, id: string): Promise<QueuedRuns> {
  const run = await findRun(ctx.db, id);
  if (!isFinal(run.status)) {
    throw new InputError({
      where: `run ${run.id}`,
      found: `it is ${run.status}`,
      fix: 'wait until it has ended, or cancel it',
    });
  }
  const { config, seed, experiment, label } = run;
  return queueRuns(ctx, { config, source: `the config of run ${run.id}`, seeds: [seed], experiment, label });
}
