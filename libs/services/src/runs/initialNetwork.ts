import { BackboneConfig, InitConfig, type InputConfig } from '@assay/contracts';
import { findRecipe } from '@assay/recipes';
import { findWeights } from '@assay/store';
import type { Context } from '../context';
import { applySettings } from './applySettings';
import { findNetworkRun } from './networkRun';
import type { ConfigSource } from './resolveConfig';

/** A network and the pictures that it sees, as a config names them. */
export type InitialNetwork = { backbone: BackboneConfig; input: Partial<InputConfig> };

/**
 * What a recipe that follows its start takes from there: network and input of the run, the config or the weights that
 * its settings name. Undefined where the recipe has its own, or starts from nothing.
 *
 * @throws InputError when there is no such run, or no such weights
 */
export async function initialNetwork(
  ctx: Pick<Context, 'db'>,
  { recipe, set = [] }: ConfigSource,
): Promise<InitialNetwork | undefined> {
  if (recipe === undefined || !findRecipe(recipe).followsInit) return undefined;
  const isOfInit = ([path]: readonly [string, unknown]) => path === 'init' || path.startsWith('init.');
  const { init } = applySettings({}, set.filter(isOfInit)) as { init?: unknown }; // a setting adds nothing but its path
  const parsed = InitConfig.safeParse(init);
  // What is wrong with it is told when the whole config is read.
  if (!parsed.success) return undefined;
  switch (parsed.data.kind) {
    case 'scratch':
      return undefined;
    case 'config':
      return networkIn(parsed.data.config);
    case 'run':
      return networkIn((await findNetworkRun(ctx, parsed.data.id, 'init.id')).config);
    case 'weights': {
      const { facts } = await findWeights(ctx.db, parsed.data.name, 'init.name');
      // Stored facts may lack fields that came later: they are at their defaults.
      return { backbone: BackboneConfig.parse(facts.backbone), input: facts.input };
    }
  }
}

function networkIn({ backbone, input }: { backbone: BackboneConfig; input: InputConfig }): InitialNetwork {
  return { backbone, input };
}
