import {
  BEST_CHECKPOINT_NAME,
  InputError,
  isFinal,
  type Manifest,
  type PretrainConfig,
  type RunConfig,
  type Split,
} from '@assay/contracts';
import { type Database, newestRunArtifact, type RunWithExperiment } from '@assay/store';

const FIX = 'watch.knn or watch.linear of a pretraining keeps its best checkpoint; leave it out for the last weights';

type Source = Pick<RunWithExperiment, 'id' | 'config' | 'status'>;

/**
 * The checkpoint of a run that its watched probe found best.
 *
 * @param where the field or option that asks for it
 * @throws InputError when the run keeps none
 */
export async function bestCheckpoint(
  db: Database,
  run: Source,
  where: string,
): Promise<{ digest: string; step: number; config: PretrainConfig }> {
  const config = requireJudge(run.config, { where, whose: `run ${run.id}` });
  const found = await newestRunArtifact(db, { run: run.id, kind: 'checkpoint', name: BEST_CHECKPOINT_NAME });
  if (found) return { digest: found.digest, step: found.step, config };
  const why = isFinal(run.status) ? 'no probe has looked at it' : `it is ${run.status}`;
  throw new InputError({ where, found: `"best", but run ${run.id} has stored no best checkpoint: ${why}`, fix: FIX });
}

/**
 * Whether a pretraining will find out which of its checkpoints is best: a probe has to look at it, with labelled pictures.
 *
 * @param where the field that asks for the best @param whose whose config it is, in words
 * @throws InputError when it will not
 */
export function requireBest(
  config: RunConfig,
  manifest: Pick<Manifest, 'items'>,
  { where, whose }: { where: string; whose: string },
): void {
  requireJudge(config, { where, whose });
  // A fold deals all pictures out anew but those that are unlabelled.
  const isIn = (of: Split, split: Split) => (config.fold && of !== 'unlabelled' ? true : of === split);
  for (const split of ['train', 'validation'] as const) {
    if (manifest.items.some((item) => item.label !== undefined && isIn(item.split, split))) continue;
    const found = `"best", but ${whose} has no labelled ${split} pictures for a probe to look at`;
    throw new InputError({ where, found, fix: 'leave it out, which takes the last weights' });
  }
}

function requireJudge(config: RunConfig, { where, whose }: { where: string; whose: string }): PretrainConfig {
  if (config.task !== 'pretrain') {
    const found = `"best", but ${whose} is a ${config.task} run, which leaves one set of weights behind`;
    throw new InputError({ where, found, fix: 'leave it out' });
  }
  if (config.watch.knn || config.watch.linear) return config;
  throw new InputError({ where, found: `"best", but ${whose} is watched by no probe that could say which`, fix: FIX });
}
