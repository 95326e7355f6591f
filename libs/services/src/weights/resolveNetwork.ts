import { BackboneConfig, InputError, type RunConfig } from '@assay/contracts';
import { findRun, getWeights, newestRunArtifact } from '@assay/store';
import type { Context } from '../context';
import { listModels, resolveModel } from '../models/models';
import { bestCheckpoint } from '../runs/bestCheckpoint';
import type { ResolvedNetwork } from '../types';

/**
 * A network by the name of pretrained weights, the id of a run, or `MODEL[@ALIAS|VERSION]`, asked in this order.
 *
 * @param where the option or argument that it comes from
 * @param options.which of a pretraining: the weights that it ended with, or the checkpoint that its probe found best
 * @throws InputError when there is none, or when it has no network, or no best one
 */
export async function resolveNetwork(
  ctx: Pick<Context, 'db' | 'artifacts'>,
  ref: string,
  where: string,
  { which = 'last' }: { which?: 'last' | 'best' } = {},
): Promise<ResolvedNetwork> {
  const requireLast = (kind: string): void => {
    if (which === 'last') return;
    throw new InputError({ where: '--which', found: `"best", but ${ref} is ${kind}`, fix: 'name a pretraining run' });
  };
  const weights = await getWeights(ctx.db, ref);
  if (weights) {
    requireLast('weights by name');
    const { input, missing } = weights.facts;
    // Stored facts may lack fields that came later: they are at their defaults.
    const backbone = BackboneConfig.parse(weights.facts.backbone);
    return { kind: 'weights', name: ref, digest: weights.digest, backbone, input, missing, checkpoint: null };
  }
  const [name = ''] = ref.split('@');
  if (ref.includes('@') || (await listModels(ctx)).some((model) => model.name === name)) {
    requireLast('a model');
    const { bundle, version } = await resolveModel(ctx, ref);
    return {
      kind: 'model',
      name: `${name}@${version}`,
      digest: bundle.tensors,
      ...networkOf(bundle.config, where),
      missing: [],
      checkpoint: null,
    };
  }
  const run = await findRun(ctx.db, ref).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    throw new InputError({
      where,
      found: `there are no weights, no model and no run "${ref}"`,
      fix: '`assay weights list`, `assay model list` and `assay runs list` show them',
    });
  });
  const network = networkOf(run.config, `run ${run.id}`);
  if (which === 'best') {
    const { digest, ...checkpoint } = await bestCheckpoint(ctx.db, run, '--which');
    return { kind: 'run', name: run.id, digest, ...network, missing: [], checkpoint };
  }
  const artifact = await newestRunArtifact(ctx.db, { run: run.id, kind: 'weights' });
  if (!artifact) {
    throw new InputError({
      where: `run ${run.id}`,
      found: `it is ${run.status} and has stored no weights`,
      fix: 'wait until it has succeeded',
    });
  }
  return { kind: 'run', name: run.id, digest: artifact.digest, ...network, missing: [], checkpoint: null };
}

function networkOf(config: RunConfig, where: string): Pick<ResolvedNetwork, 'backbone' | 'input'> {
  if (!('backbone' in config)) {
    throw new InputError({ where, found: `a ${config.task} run has no network`, fix: 'name one that has' });
  }
  const { size, channels, resize, mean, std } = config.input;
  return { backbone: BackboneConfig.parse(config.backbone), input: { size, channels, resize, mean, std } };
}
