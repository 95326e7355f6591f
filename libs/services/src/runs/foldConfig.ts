import { canonicalJson, describeFold, type FoldConfig, InputError, type RunConfig } from '@assay/contracts';

/** The folds that a request stands for, in the order in which they are queued: a repetition after the other. */
export function expandFolds(fold: FoldConfig | null, request: { isEach: boolean; repeats: number }): (FoldConfig | null)[] {
  const { isEach, repeats } = request;
  if (!fold || !isEach) return [fold];
  return Array.from({ length: repeats }, (_, r) =>
    Array.from({ length: fold.of }, (__, i): FoldConfig => ({ ...fold, index: i + 1, repeat: r + 1 })),
  ).flat();
}

/**
 * A pinned config at a fold. Whatever it builds on that learns from the same dataset version has the same fold, so that
 * nothing of the fold's test pictures is learned from anywhere. A pretraining on another dataset has none, and is shared by
 * all folds.
 */
export function atFold(config: RunConfig, fold: FoldConfig | null): RunConfig {
  return foldAll(config, fold, config.dataset.version);
}

/** A config, or one within it, and all configs within that. */
type Foldable = { dataset: { version: string }; fold: FoldConfig | null };

function foldAll<Config extends Foldable>(config: Config, fold: FoldConfig | null, version: string): Config {
  const within = Object.entries({ ...config, fold: config.dataset.version === version ? fold : null }).map(
    ([key, field]) => [key, foldWithin(field, fold, version)],
  );
  return Object.fromEntries(within) as Config; // every field is of the type it had
}

function foldWithin(value: unknown, fold: FoldConfig | null, version: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (isFoldable(value)) {
    requireNoOther(value.fold, fold);
    return foldAll(value, fold, version);
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, foldWithin(field, fold, version)]));
}

function isFoldable(value: object): value is Foldable {
  return 'fold' in value && 'dataset' in value;
}

function requireNoOther(found: FoldConfig | null, fold: FoldConfig | null): void {
  if (found === null || canonicalJson(found) === canonicalJson(fold)) return;
  throw new InputError({
    where: 'fold',
    found: `a pretraining within the config is of ${describeFold(found)}, the config of ${fold ? describeFold(fold) : 'none'}`,
    fix: 'leave it out there: a pretraining takes the fold of what starts from it',
  });
}

type Side = Pick<RunConfig, 'fold'> & { dataset: { version: string } };

/**
 * Refuses weights that have learned from what a fold tests, or the other way round.
 *
 * @param source what the weights come from, and how its reader knows it
 * @throws InputError when both learn from one dataset but not from one fold of it
 */
export function requireSameFold(
  config: Side & { dataset: { name: string } },
  source: Side & { dataset: { name: string } },
  where: string,
): void {
  if (config.dataset.name !== source.dataset.name) return;
  if (canonicalJson(config.fold ?? null) === canonicalJson(source.fold ?? null)) {
    if (!config.fold || config.dataset.version === source.dataset.version) return;
  }
  const say = (fold: FoldConfig | null): string => (fold ? describeFold(fold) : 'the dataset’s own splits');
  throw new InputError({
    where: 'fold',
    found: `${where} learned from ${say(source.fold ?? null)} of "${source.dataset.name}", not from ${say(config.fold)}, so test pictures would be known to it`,
    fix: 'name the pretraining as init: { kind: "config" }, so that each fold has its own',
  });
}
