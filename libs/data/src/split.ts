import { type GroupField, InputError, type Item, type Manifest } from '@assay/contracts';
import { groupItems } from './groupItems';
import { assignGroups, type SplitGroup } from './splitGroups';

export type SplitOptions = {
  /** Shares of the pictures; together 1. */
  train: number;
  validation: number;
  test: number;
  /** Pictures that agree in this stay together; `group` when not given. */
  groupBy?: GroupField;
  /** Also keep each class's shares: a label's, or the classes of a picture's boxes and masks. */
  stratify: boolean;
  seed: number;
};

const SPLIT_NAMES = ['train', 'validation', 'test'] as const;

/**
 * A new version with other splits, by seed. Pictures of one group, and pictures with the same bytes, always stay
 * together, so the shares are as exact as the groups allow. Pictures that are unlabelled stay out.
 *
 * @throws InputError when the shares do not add up or there are too few groups for them
 */
export function splitManifest(manifest: Manifest, options: SplitOptions): Manifest {
  const shares = SPLIT_NAMES.map((name) => checkShare(name, options[name]));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-6) {
    throw new InputError({
      where: '--train, --validation, --test',
      found: `the shares add up to ${Number(total.toFixed(6))}`,
      fix: 'they must add up to 1',
    });
  }
  const indices = manifest.items.flatMap((item, index) => (item.split === 'unlabelled' ? [] : [index]));
  if (indices.length === 0) {
    const found = manifest.items.length === 0 ? 'no picture' : 'every picture is in the split "unlabelled"';
    throw new InputError({ where: 'dataset split', found, fix: 'import pictures in class folders' });
  }
  const groups = groupItems(manifest.items, indices, options);
  requireEnough(manifest, groups, { shares, stratify: options.stratify });
  const chosen = assignGroups(groups, { shares, classes: manifest.classes.length, seed: options.seed });
  const items = manifest.items.map((item): Item => ({ ...item }));
  groups.forEach((group, g) => {
    for (const index of group.members) {
      const item = items[index];
      const split = SPLIT_NAMES[chosen[g] ?? 0];
      if (item && split) item.split = split;
    }
  });
  const empty = SPLIT_NAMES.find((name, s) => (shares[s] ?? 0) > 0 && !items.some((item) => item.split === name));
  if (empty) {
    const found = `the groups are too large: "${empty}" would stay empty`;
    throw new InputError({ where: `--${empty}`, found, fix: 'a larger share, or group by another field' });
  }
  return { ...manifest, items };
}

function checkShare(name: string, share: number): number {
  if (Number.isFinite(share) && share >= 0 && share <= 1) return share;
  throw new InputError({ where: `--${name}`, found: `${share}`, fix: 'a share is a number from 0 to 1' });
}

type Need = { shares: readonly number[]; stratify: boolean };

function requireEnough(manifest: Manifest, groups: readonly SplitGroup[], { shares, stratify }: Need): void {
  const wanted = shares.filter((share) => share > 0).length;
  if (groups.length < wanted) {
    throw new InputError({
      where: 'dataset split',
      found: `${groups.length} groups of pictures cannot fill ${wanted} splits`,
      fix: 'fewer splits, or group by another field',
    });
  }
  if (!stratify) return;
  manifest.classes.forEach((name, c) => {
    const holding = groups.filter((group) => group.counts.has(c)).length;
    if (holding > 0 && holding < wanted) {
      throw new InputError({
        where: '--stratify',
        found: `class "${name}" is in ${holding} ${holding === 1 ? 'group' : 'groups'} of pictures only, too few for ${wanted} splits`,
        fix: 'leave out --stratify, or add pictures of that class',
      });
    }
  });
}
