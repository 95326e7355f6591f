import { InputError, parseOrExplain, RunConfig } from '@assay/contracts';
import { findRecipe } from '@assay/recipes';
import { applySettings, type Setting } from './applySettings';

export type ConfigSource = {
  recipe?: string | undefined;
  /** A complete config, instead of a recipe. */
  config?: unknown;
  /** Where `config` comes from, for error messages: the file's name. */
  source?: string | undefined;
  set?: readonly Setting[] | undefined;
};

/** The complete config of a recipe or a file with its settings applied. @throws InputError */
export function resolveConfig(request: ConfigSource): { config: RunConfig; label: string } {
  const recipe = request.recipe === undefined ? undefined : findRecipe(request.recipe);
  if (!recipe && request.config === undefined) throw new InputError({ where: 'run', found: 'no recipe and no config' });
  const raw = recipe ? recipe.config : request.config;
  const where = recipe ? `recipe ${recipe.name}` : (request.source ?? 'config');
  const settings = request.set ?? [];
  const changed = applySettings(raw, settings);
  if (recipe && isWithoutDataset(changed)) {
    throw new InputError({
      where,
      found: 'it names no dataset',
      fix: 'add --set dataset.name=NAME; `assay dataset list` shows them',
    });
  }
  // A fault in the file itself is told as such; what is left then comes from a setting.
  const isSourceSound = RunConfig.safeParse({ dataset: { name: 'any' }, ...(isRecord(raw) ? raw : {}) }).success;
  const at = isSourceSound && settings.length > 0 ? `--set ${settings.map(([path]) => path).join(', ')}` : where;
  const config = parseOrExplain(RunConfig, changed, at);
  const label = recipe?.name ?? fileLabel(request.source) ?? config.task;
  return { config, label };
}

function isWithoutDataset(config: unknown): boolean {
  return isRecord(config) && !(isRecord(config.dataset) && config.dataset.name !== undefined);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fileLabel(source: string | undefined): string | undefined {
  return source
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.json$/i, '');
}
