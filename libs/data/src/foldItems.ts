import { type FoldConfig, InputError, type Manifest } from '@assay/contracts';
import { classesOf, groupItems } from './groupItems';
import { compareText } from './paths';
import { createRandom } from './random';
import { assignGroups, type SplitGroup } from './splitGroups';

/** Pictures that no fold divides, as places in the manifest. */
export type FoldGroup = SplitGroup & {
  /** The fold that tests them, from 1. */
  fold: number;
  /** Unlabelled pictures that belong to them; these are never tested. */
  unlabelled: number[];
};

/** What decides which fold a picture is in. */
export type Dealing = Pick<FoldConfig, 'of' | 'repeat' | 'seed' | 'groupBy'>;

/**
 * Deals a dataset version's pictures out to the folds of one repetition, by seed: every picture that is not unlabelled is
 * in exactly one fold, pictures that belong together are in one, and folds are as equal as that allows, in all and in each
 * class. Neither the order of the items nor their splits have a part in it.
 *
 * @throws InputError when there are too few groups, in all or of a class, and says what would fit
 */
export function foldItems(manifest: Manifest, dealing: Dealing): FoldGroup[] {
  const { items, classes } = manifest;
  const { of, repeat, seed, groupBy } = dealing;
  const byPath = [...items.keys()].sort((a, b) => compareText(items[a]?.path ?? '', items[b]?.path ?? ''));
  // All pictures tell what belongs together: an unlabelled one may be what two others have in common.
  const groups = groupItems(items, byPath, { groupBy, stratify: false }).flatMap(({ members: all }) => {
    const unlabelled = all.filter((index) => items[index]?.split === 'unlabelled');
    const members = all.filter((index) => items[index]?.split !== 'unlabelled');
    return members.length === 0 ? [] : [{ members, unlabelled, counts: countClasses(manifest, members) }];
  });
  requireEnough(groups, dealing, classes);
  const folds = assignGroups(groups, {
    shares: Array.from({ length: of }, () => 1 / of),
    classes: classes.length,
    seed: createRandom(seed, 'folds', repeat).int(2 ** 31),
  });
  const dealt = groups.map((group, g) => ({ ...group, fold: (folds[g] ?? 0) + 1 }));
  requireFull(dealt, dealing, classes);
  return dealt;
}

function countClasses({ items }: Manifest, members: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const index of members) {
    const item = items[index];
    for (const c of item ? classesOf(item) : []) counts.set(c, (counts.get(c) ?? 0) + 1);
  }
  return counts;
}

function requireEnough(groups: readonly SplitGroup[], { of, groupBy }: Dealing, classes: readonly string[]): void {
  const pictures = groups.reduce((sum, group) => sum + group.members.length, 0);
  refuseBelow(
    of,
    groups.length,
    `the ${pictures} pictures are of ${count(groups.length)} (kept together by ${groupBy})`,
  );
  classes.forEach((name, c) => {
    const holding = groups.filter((group) => group.counts.has(c)).length;
    if (holding > 0) refuseBelow(of, holding, `class "${name}" is in ${count(holding)} of pictures only`);
  });
}

function refuseBelow(of: number, groups: number, found: string): void {
  if (groups >= of) return;
  const more = 'add pictures of other parts, or group by another field';
  const fix = groups < 2 ? more : `ask for ${groups} folds at most, ${more}`;
  throw new InputError({ where: 'fold.of', found: `${found}, too few for ${of} folds`, fix });
}

/** Groups may be so uneven that a fold is left without a class although there are enough of them. */
function requireFull(dealt: readonly FoldGroup[], { of }: Dealing, classes: readonly string[]): void {
  const isMissing = (fold: number, c?: number): boolean =>
    !dealt.some((group) => group.fold === fold && (c === undefined || group.counts.has(c)));
  for (let fold = 1; fold <= of; fold++) {
    const lacking = classes.find((_, c) => dealt.some((group) => group.counts.has(c)) && isMissing(fold, c));
    if (!isMissing(fold) && lacking === undefined) continue;
    const what = lacking === undefined ? 'no picture' : `no picture of class "${lacking}"`;
    throw new InputError({
      where: 'fold.of',
      found: `the groups of pictures are so uneven that fold ${fold} of ${of} would have ${what}`,
      fix: 'ask for fewer folds, another fold.seed, or group by another field',
    });
  }
}

function count(groups: number): string {
  return `${groups} ${groups === 1 ? 'group' : 'groups'}`;
}
