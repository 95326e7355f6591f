import { BackboneConfig, InputError, type RunConfig } from '@assay/contracts';
import { findWeights, type Weights } from '@assay/store';
import type { Context } from '../context';

/**
 * A config that starts from weights by name, with their digest filled in: a run rests on these bytes, whatever the name
 * may mean on another machine.
 *
 * @throws InputError when there are none of that name, when they are of another network, or not the ones asked for
 */
export async function pinWeights<Config extends RunConfig>(ctx: Pick<Context, 'db'>, config: Config): Promise<Config> {
  if (!('init' in config) || config.init.kind !== 'weights') return config;
  const { name } = config.init;
  const { digest, facts } = await findPinnedWeights(ctx, config.init, 'init');
  // Stored facts may lack fields that came later: they are at their defaults.
  const difference = differenceOf(config.backbone, BackboneConfig.parse(facts.backbone));
  if (difference) {
    const fix = `set backbone to ${JSON.stringify(facts.backbone)}`;
    throw new InputError({
      where: `backbone.${difference}`,
      found: `the weights "${name}" are of another network`,
      fix,
    });
  }
  if (config.input.channels === 3 && facts.input.channels === 1) {
    const found = `3, but the weights "${name}" are of grey pictures`;
    throw new InputError({ where: 'input.channels', found, fix: 'set it to 1' });
  }
  return { ...config, init: { ...config.init, digest } };
}

/** @throws InputError when there are none of that name, or not the ones that the digest asks for */
export async function findPinnedWeights(
  ctx: Pick<Context, 'db'>,
  { name, digest: wanted }: { name: string; digest?: string | undefined },
  where: string,
): Promise<Weights> {
  const weights = await findWeights(ctx.db, name, `${where}.name`);
  if (wanted === undefined || wanted === weights.digest) return weights;
  const found = `the weights "${name}" are ${weights.digest.slice(0, 12)}, not ${wanted.slice(0, 12)}`;
  throw new InputError({ where: `${where}.digest`, found, fix: 'leave the digest out, or bring in those weights' });
}

/** Pooling, positions that learn or not, and what drops out in training change no weight. */
const FREE = new Set(['pool', 'positions', 'dropPath']);

function differenceOf(ours: BackboneConfig, theirs: BackboneConfig): string | undefined {
  const [a, b]: Readonly<Record<string, unknown>>[] = [ours, theirs];
  if (a?.kind !== b?.kind) return 'kind';
  return Object.keys(ours).find((key) => !FREE.has(key) && a?.[key] !== b?.[key]);
}
