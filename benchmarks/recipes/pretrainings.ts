import { PretrainConfig, parseOrExplain } from '@assay/contracts';
import { RECIPES, type Recipe } from '@assay/recipes';

const BOARDS = 'boards';
/** There is nothing to learn about colour on grey boards. */
const COLOURED = new Map([['colourisation', 'hazelnut']]);

/** Names of the pretrainings for small machines and any pictures. */
export const PRETRAININGS: readonly string[] = RECIPES.filter(isSmall).map(({ name }) => name);

function isSmall({ name, config }: Recipe): boolean {
  return config.task === 'pretrain' && !('dataset' in config) && !name.endsWith('-reference');
}

/** Example pictures on which a recipe is measured. */
export function datasetOf(name: string): string {
  return COLOURED.get(name) ?? BOARDS;
}

/**
 * A recipe's config for so many example pictures. What is watched between epochs changes no weight and takes no part in a
 * step; a set that is smaller than a batch has no step, so half of it is one, as anyone would set it.
 */
export function pretrainingOf(name: string, pictures: number): PretrainConfig {
  const recipe = RECIPES.find((one) => one.name === name);
  const whole = { ...recipe?.config, dataset: { name: datasetOf(name) }, watch: {} };
  const config = parseOrExplain(PretrainConfig, whole, `recipes: ${name}`);
  return { ...config, batchSize: Math.min(config.batchSize, Math.floor(pictures / 2)) };
}
