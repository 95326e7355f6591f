import { findRecipe, RECIPES, type Recipe } from '@assay/recipes';
import { type OutputOptions, print, say, table } from '../cli/output';

/** Lists the recipes; of one, its words aside and its config as the answer, so that a file can start from it. */
export function recipesCommand(name: string | undefined, options: OutputOptions): void {
  if (name === undefined) {
    const recipes = RECIPES.map(summarise);
    print(options, { recipes }, () => listed(recipes));
    return;
  }
  const recipe = findRecipe(name);
  const { title, description, command, expectedTime, expectedScore, config } = recipe;
  if (!options.json) {
    say(`${title}\n${description}\n${command}`);
    say(`time: ${expectedTime ?? 'not measured'}; score: ${expectedScore ?? 'not measured'}`);
  }
  print(options, { ...summarise(recipe), config }, () => JSON.stringify(config, null, 2));
}

type Summary = Omit<Recipe, 'config'> & {
  task: string;
  /** Its own; null where `--set dataset.name=NAME` must say it. */
  dataset: string | null;
};

function summarise({ config, ...words }: Recipe): Summary {
  return { ...words, task: config.task, dataset: 'dataset' in config ? config.dataset.name : null };
}

function listed(recipes: readonly Summary[]): string {
  const rows = recipes.map(({ name, task, dataset, title, expectedTime }) => [
    ...[name, task, dataset ?? 'any', title, expectedTime ?? ''],
  ]);
  return table(['RECIPE', 'TASK', 'DATASET', 'WHAT', 'TIME'], rows);
}
