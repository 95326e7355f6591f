import { configDigestInput, type FoldConfig, type FoldPlan, foldPlanOf, type RunConfig } from '@assay/contracts';
import { listRuns, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';
import { sha256 } from '../hash';
import { atFold } from '../runs/foldConfig';

/** A run of a fold. */
export type FoldRun = RunWithExperiment & { config: RunConfig & { fold: FoldConfig } };

/** The folds of one repetition at one seed: together they test every picture once. */
export type FoldSet = {
  repeat: number;
  seed: number;
  /** The run of each fold in order: one that succeeded where there is any, else the newest; null where none was queued. */
  runs: (FoldRun | null)[];
};

/** A cross-validation: one config at its folds, repetitions and seeds, under one label in one experiment. */
export type CrossValidation = { plan: FoldPlan; sets: FoldSet[] };

export function isFoldRun(run: RunWithExperiment): run is FoldRun {
  return Boolean(run.config.fold);
}

/** The cross-validation that a run is a fold of; null where it is of none. */
export async function crossValidationOf(
  { db }: Pick<Context, 'db'>,
  run: RunWithExperiment,
): Promise<CrossValidation | null> {
  if (!isFoldRun(run)) return null;
  const key = crossValidationKey(run);
  const rows = await listRuns(db, { experimentId: run.experimentId, label: run.label, limit: 10_000 });
  const same = rows.filter(isFoldRun).filter((row) => crossValidationKey(row) === key);
  const plan = foldPlanOf(run.config.fold);
  const sets = new Map<string, FoldSet>();
  for (const row of same) {
    const { repeat, index } = row.config.fold;
    const id = `${repeat} ${row.seed}`;
    const set = sets.get(id) ?? { repeat, seed: row.seed, runs: Array.from({ length: plan.of }, () => null) };
    sets.set(id, set);
    set.runs[index - 1] = better(set.runs[index - 1] ?? null, row);
  }
  return { plan, sets: [...sets.values()].sort((a, b) => a.repeat - b.repeat || a.seed - b.seed) };
}

/** Equal for the folds and repetitions of one config on one dataset version, at any seed. */
export function crossValidationKey(run: FoldRun): string {
  return `${foldlessDigest(run.config)} ${run.datasetDigest}`;
}

/** A config's digest with the place of its fold left out, so that all folds of one config agree. */
export function foldlessDigest(config: RunConfig): string {
  const fold = config.fold ? { ...config.fold, index: 1, repeat: 1 } : null;
  return sha256(configDigestInput(atFold(config, fold)));
}

/** Of two runs of one fold the one that succeeded, else the newer one. */
function better(a: FoldRun | null, b: FoldRun): FoldRun {
  if (!a) return b;
  const [isA, isB] = [a, b].map(({ status }) => status === 'succeeded');
  if (isA !== isB) return isA ? a : b;
  return a.queuedAt >= b.queuedAt ? a : b;
}
