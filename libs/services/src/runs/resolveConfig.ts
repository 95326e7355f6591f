import { InputError, parseOrExplain, RunConfig } from '@assay/contracts';
import { findRecipe } from '@assay/recipes';
import { applySettings, type Setting } from './applySettings';
import type { InitialNetwork } from './initialNetwork';

export type ConfigSource = {
  recipe?: string | undefined;
  /** A complete config, instead of a recipe. */
  config?: unknown;
  /** Where `config` comes from, for error messages: the file's name. */
  source?: string | undefined;
  set?: readonly Setting[] | undefined;
  /** Runs each fold of a cross-validation. */
  folds?: { of: number; groupBy?: string | undefined } | undefined;
  /** Instead of the recipe's own network and input; settings come after it. */
  network?: InitialNetwork | undefined;
};

/** The complete config of a recipe or a file with its settings applied. @throws InputError */
export function resolveConfig(request: ConfigSource): { config: RunConfig; label: string } {
  const recipe = request.recipe === undefined ? undefined : findRecipe(request.recipe);
  if (!recipe && request.config === undefined) throw new InputError({ where: 'run', found: 'no recipe and no config' });
  const raw = recipe ? { ...recipe.config, ...request.network } : request.config;
  const where = recipe ? `recipe ${recipe.name}` : (request.source ?? 'config');
  const settings = request.set ?? [];
  const complete = withDefaults(raw);
  const changed = applySettings(withFolds(complete ?? raw, request.folds), settings);
  if (recipe && isWithoutDataset(changed)) {
    throw new InputError({
      where,
      found: 'it names no dataset',
      fix: 'add --set dataset.name=NAME; `assay dataset list` shows them',
    });
  }
  // A fault in the file itself is told as such; what is left then comes from a setting.
  const at = complete && settings.length > 0 ? `--set ${settings.map(([path]) => path).join(', ')}` : where;
  const config = parseOrExplain(RunConfig, changed, at);
  const label = recipe?.name ?? fileLabel(request.source) ?? config.task;
  return { config, label };
}

/**
 * The config with all defaults filled in, so that a setting finds the part that it changes; its dataset may still be
 * missing. Undefined when the config is not sound.
 */
function withDefaults(raw: unknown): unknown {
  if (!isRecord(raw)) return undefined;
  const result = RunConfig.safeParse({ dataset: { name: 'any' }, ...raw });
  if (!result.success) return undefined;
  const { dataset, ...rest } = result.data;
  return raw.dataset === undefined ? rest : { ...rest, dataset };
}

/** Before the settings, which may change the fold's own fields: `--set fold.seed=1`. */
function withFolds(config: unknown, folds: ConfigSource['folds']): unknown {
  if (!folds || !isRecord(config)) return config;
  const { of, groupBy } = folds;
  const stored = isRecord(config.fold) ? config.fold : {};
  return { ...config, fold: { ...stored, of, index: 1, ...(groupBy === undefined ? {} : { groupBy }) } };
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
