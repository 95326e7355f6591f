import { type FoldConfig, InputError, type Item, type Manifest } from '@assay/contracts';
import { type FoldGroup, foldItems } from './foldItems';
import { createRandom } from './random';
import { assignGroups } from './splitGroups';

export type FoldedManifest = {
  /** The same items in the same order; those that are not unlabelled have the fold's splits. */
  manifest: Manifest;
  /** Places of unlabelled pictures that belong to test pictures: nothing may learn from them. */
  withheld: ReadonlySet<number>;
};

/**
 * A dataset version as one fold sees it: the fold's pictures are the test pictures, a share of the others is held back for
 * validation, grouped and stratified as the folds are. A training picture whose sound template is a test picture loses it
 * as its partner.
 *
 * @throws InputError when the pictures cannot be divided so
 */
export function foldManifest(manifest: Manifest, fold: FoldConfig): FoldedManifest {
  const groups = foldItems(manifest, fold);
  const rest = groups.filter((group) => group.fold !== fold.index);
  const isValidation = chooseValidation(rest, fold, manifest.classes);
  const splits = new Map<number, Item['split']>();
  const withheld = new Set<number>();
  for (const group of groups) {
    const split = group.fold === fold.index ? 'test' : isValidation.has(group) ? 'validation' : 'train';
    for (const index of group.members) splits.set(index, split);
    if (split === 'test') for (const index of group.unlabelled) withheld.add(index);
  }
  const isHidden = (index: number): boolean => splits.get(index) === 'test' || withheld.has(index);
  const hidden = new Set(manifest.items.flatMap(({ picture }, index) => (isHidden(index) ? [picture] : [])));
  const items = manifest.items.map((item, index): Item => {
    const { partner, ...alone } = { ...item, split: splits.get(index) ?? item.split };
    return partner && (isHidden(index) || !hidden.has(partner.template)) ? { ...alone, partner } : alone;
  });
  return { manifest: { ...manifest, items }, withheld };
}

/** Groups of the other folds that are held back; what they alone show of a class stays in training. */
function chooseValidation(
  rest: readonly FoldGroup[],
  { validation, seed, repeat, index, of }: FoldConfig,
  classes: readonly string[],
): Set<FoldGroup> {
  if (validation === 0) return new Set();
  const chosen = assignGroups(rest, {
    shares: [1 - validation, validation],
    classes: classes.length,
    seed: createRandom(seed, 'folds', repeat, 'validation', index).int(2 ** 31),
  });
  const held = new Set(rest.filter((_, g) => chosen[g] === 1));
  for (const c of classes.keys()) {
    const holding = rest.filter((group) => group.counts.has(c));
    const [first] = holding;
    if (first && holding.every((group) => held.has(group))) held.delete(first);
  }
  if (held.size > 0 && held.size < rest.length) return held;
  throw new InputError({
    where: 'fold.validation',
    found: `beside fold ${index} of ${of} there ${rest.length === 1 ? 'is 1 group' : `are ${rest.length} groups`} of pictures, too few for training and a validation share of ${validation}`,
    fix: 'ask for fewer folds, a larger share, or 0 where the task needs no validation pictures',
  });
}
