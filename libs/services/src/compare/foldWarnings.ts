import { foldlessDigest } from '../folds/foldSet';
import { isAnyFolded, isFolded, isOutOfFold, planOf } from './foldGroups';
import type { Group, Measured } from './groups';

/** What a reader must know about folds before believing the figures. */
export function foldWarnings(groups: readonly Group[], metric: string): string[] {
  const warnings: string[] = [];
  for (const { key, members } of groups) {
    const folded = members.filter(isFolded);
    if (folded.length === 0) continue;
    if (folded.length < members.length) {
      warnings.push(`${key} mixes folds with runs of the dataset's own test pictures, so it has no interval`);
    }
    if (isOutOfFold(metric)) continue;
    const sets = new Map<string, Set<number>>();
    for (const { run } of folded) {
      const set = `repetition ${run.config.fold.repeat}, seed ${run.seed}`;
      sets.set(set, (sets.get(set) ?? new Set<number>()).add(run.config.fold.index));
    }
    const of = Math.max(...folded.map(({ run }) => run.config.fold.of));
    for (const [set, found] of sets) {
      const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !found.has(index));
      if (missing.length === 0) continue;
      const folds = missing.length === 1 ? 'fold' : 'folds';
      warnings.push(`${key} has no figure of ${folds} ${missing.join(', ')} of ${of} (${set})`);
    }
  }
  const plans = new Set(groups.filter(isAnyFolded).map(planOf));
  if (plans.size > 1 || (plans.size === 1 && !groups.every(isAnyFolded))) {
    warnings.push('not comparable: the groups were not tested on the same folds');
  }
  return warnings;
}

/** A config's digest, equal for the folds of one cross-validation. */
export function comparableDigest(one: Measured): string {
  return isFolded(one) ? foldlessDigest(one.run.config) : one.run.configDigest;
}
