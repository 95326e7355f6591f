import { type FinetuneConfig, InputError, type PretrainConfig } from '@assay/contracts';
import { findRun, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';

/** A run that leaves a network behind. */
export type NetworkRun = RunWithExperiment & { config: PretrainConfig | FinetuneConfig };

/**
 * The run of an id, or of the beginning of one, whose weights another run shall take.
 *
 * @param where the config's field that names it
 * @throws InputError when there is none, when it was not finished, or when it leaves no network behind
 */
export async function findNetworkRun({ db }: Pick<Context, 'db'>, id: string, where: string): Promise<NetworkRun> {
  const run = await findRun(db, id);
  if (run.status === 'failed' || run.status === 'cancelled') {
    const found = `run ${run.id} was not finished: ${run.status}`;
    throw new InputError({ where, found, fix: 'start from a run that succeeded' });
  }
  const { config } = run;
  if (config.task === 'pretrain' || config.task === 'finetune') return { ...run, config };
  throw new InputError({
    where,
    found: `run ${run.id} is a ${config.task} run, which leaves no network behind`,
    fix: 'start from a pretraining or a fine-tuning',
  });
}
