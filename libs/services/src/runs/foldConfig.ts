import { canonicalJson, describeFold, type FoldConfig, InputError, type RunConfig } from '@assay/contracts';

/** The folds that a request stands for, in the order in which they are queued: one repetition after the other. */
export function expandFolds(
  fold: FoldConfig | null,
  { isEach, repeats }: { isEach: boolean; repeats: number },
): (FoldConfig | null)[] {
  if (!fold || !isEach) return [fold];
  return Array.from({ length: repeats }, (_, r) =>
    Array.from({ length: fold.of }, (__, i): FoldConfig => ({ ...fold, index: i + 1, repeat: r + 1 })),
  ).flat();
}

/**
 * A pinned config at a fold. What it builds on that learns from the same dataset version has the same fold, so that nothing
 * of the fold's test pictures is learned from anywhere. A pretraining on another dataset has none, and all folds share it.
 *
 * @throws InputError when a config within names another fold than the config's own
 */
export function atFold(config: RunConfig, fold: FoldConfig | null): RunConfig {
  for (const within of configsWithin(config)) requireNoOther(within.fold ?? null, config.fold ?? null);
  return foldAll(config, fold, config.dataset.version);
}

/** A config, or one within it. */
type Foldable = { dataset: { name: string; version: string }; fold: FoldConfig | null };

/** Configs within a config, at any depth. */
export function configsWithin(value: unknown): Foldable[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((field) => [...(isFoldable(field) ? [field] : []), ...configsWithin(field)]);
}

/** Ids of the runs that a config names to start from or to build on, at any depth. */
export function runsWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'kind' in value && value.kind === 'run' && 'id' in value && typeof value.id === 'string' ? [value.id] : [];
  return [...own, ...Object.values(value).flatMap(runsWithin)];
}

function foldAll<Config extends Foldable>(config: Config, fold: FoldConfig | null, version: string): Config {
  const own = config.dataset.version === version ? fold : null;
  const { fold: _fold, ...fields } = config;
  return { ...(foldWithin(fields, fold, version) as Config), fold: own }; // every field keeps its type
}

function foldWithin(value: unknown, fold: FoldConfig | null, version: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, field]): [string, unknown] => {
    return [key, isFoldable(field) ? foldAll(field, fold, version) : foldWithin(field, fold, version)];
  });
  return Object.fromEntries(entries);
}

function isFoldable(value: unknown): value is Foldable {
  return typeof value === 'object' && value !== null && 'fold' in value && 'dataset' in value;
}

function requireNoOther(found: FoldConfig | null, fold: FoldConfig | null): void {
  if (found === null || canonicalJson(found) === canonicalJson(fold)) return;
  throw new InputError({
    where: 'fold',
    found: `a pretraining within the config is of ${describeFold(found)}, the config itself of ${fold ? describeFold(fold) : 'none'}`,
    fix: 'leave it out there: a pretraining takes the fold of what starts from it',
  });
}
