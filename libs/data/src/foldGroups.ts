import { type GroupField, InputError, type Item } from '@assay/contracts';
import { groupItems } from './groupItems';
import { assignGroups } from './splitGroups';

export type FoldOptions = {
  folds: number;
  /** Pictures that agree in this stay together, besides those of one group or of the same bytes. */
  groupBy?: GroupField | undefined;
  /** Keeps each class's share in every fold, as well as the groups allow; true when not given. */
  stratify?: boolean;
  seed: number;
};

/**
 * Deals the pictures at `indices` out to folds of equal size, so that no group of pictures is in two of them. A class that
 * is in fewer groups than there are folds is missing in some.
 *
 * @returns the fold of each index, 0 to folds - 1, in the order of `indices`
 * @throws InputError when there are fewer groups than folds
 */
export function foldGroups(
  items: readonly Item[],
  indices: ArrayLike<number>,
  { folds, groupBy, stratify = true, seed }: FoldOptions,
): Int32Array {
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError(`${folds} folds, not 2 or more`);
  const groups = groupItems(items, indices, { groupBy, stratify });
  if (groups.length < folds) {
    throw new InputError({
      where: 'folds',
      found: `${folds}, but the ${indices.length} pictures are of ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`,
      fix: `ask for ${Math.max(2, groups.length)} folds or fewer, or add pictures of other groups`,
    });
  }
  const classes = 1 + Math.max(-1, ...groups.flatMap(({ counts }) => [...counts.keys()]));
  const shares = Array.from({ length: folds }, () => 1 / folds);
  const foldOfGroup = assignGroups(groups, { shares, classes, seed });
  const foldOf = new Map<number, number>();
  groups.forEach(({ members }, g) => {
    for (const index of members) foldOf.set(index, foldOfGroup[g] ?? 0);
  });
  return Int32Array.from(indices, (index) => foldOf.get(index) ?? 0);
}
