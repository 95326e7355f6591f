import { InputError, type Item, type Manifest } from '@assay/contracts';
import { folderOf } from './paths';
import { assignGroups, type SplitGroup } from './splitGroups';

/** What may keep pictures together besides their group. */
export const GROUP_FIELDS = ['group', 'folder', 'template'] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

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
  const groups = groupItems(manifest, indices, options);
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

/** The classes that a picture shows. */
export function classesOf(item: Item): number[] {
  const label = item.label === undefined ? [] : [item.label].flat();
  const objects = [...(item.boxes ?? []), ...(item.masks ?? []), ...(item.polygons ?? [])].map(
    (object) => object.class,
  );
  return label.length > 0 ? label : objects;
}

function checkShare(name: string, share: number): number {
  if (Number.isFinite(share) && share >= 0 && share <= 1) return share;
  throw new InputError({ where: `--${name}`, found: `${share}`, fix: 'a share is a number from 0 to 1' });
}

function groupItems(manifest: Manifest, indices: readonly number[], options: SplitOptions): SplitGroup[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let above = parent.get(root); above !== undefined && above !== root; above = parent.get(root)) root = above;
    parent.set(key, root);
    return root;
  };
  const keysOf = (item: Item): string[] => {
    const keys = [`picture:${item.picture}`];
    if (item.group !== undefined) keys.push(`group:${item.group}`);
    if (options.groupBy === 'folder') keys.push(`folder:${folderOf(item.path)}`);
    if (options.groupBy === 'template' && item.partner) keys.push(`template:${item.partner.template}`);
    return keys;
  };
  const items = indices.flatMap((index) => {
    const item = manifest.items[index];
    return item ? [{ index, item, keys: keysOf(item) }] : [];
  });
  for (const { keys } of items) {
    const roots = keys.map(find);
    for (const root of roots) parent.set(root, roots[0] ?? root);
  }
  const groups = new Map<string, SplitGroup>();
  for (const { index, item, keys } of items) {
    const root = find(keys[0] ?? '');
    const group = groups.get(root) ?? { members: [], counts: new Map<number, number>() };
    group.members.push(index);
    if (options.stratify) for (const c of classesOf(item)) group.counts.set(c, (group.counts.get(c) ?? 0) + 1);
    groups.set(root, group);
  }
  return [...groups.values()];
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
