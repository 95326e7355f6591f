import type { PictureDifference, Tested } from '@assay/contracts';
import {
  type CountedFigure,
  delongTest,
  discordance,
  mcnemarTest,
  orderScores,
  pairedBootstrap,
  weightedAuroc,
  weightedAveragePrecision,
} from '@assay/metrics';
import { tested } from './differences';
import type { PictureScores } from './pictureScores';

/** The runs of a group. */
export type Side = { seed: number; scores: PictureScores }[];

export type SamePictures = {
  a: string;
  b: string;
  left: Side;
  right: Side;
  /** The group of each picture, where pictures share groups. */
  groups: number[] | null;
};

/** Rounds of the bootstrap, fewer where each costs much; p cannot fall below 2 in so many. */
const ROUNDS_MAX = 2000;
const ROUNDS_MIN = 400;
/** Picture by run by class steps that a pair may take. */
const STEPS = 2e8;

/** Paired bootstraps of the mean over each side's runs; McNemar and DeLong of the two runs of each common seed. */
export function testPictures({
  a,
  b,
  left,
  right,
  groups,
}: SamePictures): Pick<PictureDifference, 'groups' | 'runs' | 'figures' | 'bySeed' | 'says'> {
  const [first] = left;
  const units = first?.scores.perClass[0]?.labels.length ?? 0;
  const says = unitOf({ left: left.length, right: right.length, isGrouped: groups !== null });
  const steps = units * (left.length + right.length) * (1 + 2 * (first?.scores.perClass.length ?? 1));
  const rounds = Math.round(Math.min(ROUNDS_MAX, Math.max(ROUNDS_MIN, STEPS / Math.max(1, steps))));
  const plan = { units, rounds, groups: groups ?? undefined, a, b, scope: says };
  const figures = (['accuracy', 'rocAuc', 'averagePrecision'] as const).flatMap((figure) => {
    const [ofA, ofB] = [meanOver(left, figure), meanOver(right, figure)];
    if (!ofA || !ofB) return [];
    return [{ figure, ...tested(pairedBootstrap({ a: ofA, b: ofB }, plan)), pAdjusted: null }];
  });
  const bySeed = left.flatMap(({ seed, scores }) => {
    const partners = right.filter((other) => other.seed === seed);
    const isOnce = left.filter((other) => other.seed === seed).length === 1 && partners.length === 1;
    const partner = isOnce ? partners[0] : undefined;
    return partner ? [{ seed, ...testRuns(scores, partner.scores, { a, b, seed, isGrouped: groups !== null }) }] : [];
  });
  return {
    groups: groups === null ? null : new Set(groups).size,
    runs: { a: left.length, b: right.length },
    figures,
    bySeed,
    says,
  };
}

/** What was drawn, and of what models the answer speaks. */
function unitOf({ left, right, isGrouped }: { left: number; right: number; isGrouped: boolean }): string {
  const what = isGrouped ? 'parts (whole groups of pictures are drawn)' : 'pictures';
  const models =
    left === 1 && right === 1
      ? 'these two models as they are'
      : `the mean of these ${left} and ${right} models as they are`;
  return `This speaks of other ${what} of the same kind, for ${models}, not of training again.`;
}

type Names = { a: string; b: string; seed: number; isGrouped: boolean };

/** McNemar's and DeLong's tests take pictures for independent, so they are left out where pictures share groups. */
function testRuns(
  a: PictureScores,
  b: PictureScores,
  { seed, isGrouped, ...names }: Names,
): { mcnemar: (Tested & { onlyA: number; onlyB: number }) | null; delong: Tested | null } {
  if (isGrouped) return { mcnemar: null, delong: null };
  const wording = {
    a: `${names.a} (seed ${seed})`,
    b: `${names.b} (seed ${seed})`,
    scope: 'This speaks of other pictures of the same kind for these two models as they are, not of training again.',
  };
  const [left, right] = [a.perClass[0], b.perClass[0]];
  const isTwo = a.perClass.length === 1 && left && right;
  const delong = isTwo ? tested(delongTest(left.labels, { a: left.scores, b: right.scores }, wording)) : null;
  if (!a.isRight || !b.isRight) return { mcnemar: null, delong };
  const { onlyA, onlyB, ...found } = mcnemarTest(
    discordance(Array.from(a.isRight, Boolean), Array.from(b.isRight, Boolean)),
    wording,
  );
  return { mcnemar: { ...tested(found), onlyA, onlyB }, delong };
}

/** The figure of drawn pictures, averaged over the runs; undefined where a run cannot have it. */
function meanOver(side: Side, figure: 'accuracy' | 'rocAuc' | 'averagePrecision'): CountedFigure | undefined {
  const each = side.map(({ scores }) => (figure === 'accuracy' ? accuracyOf(scores) : rankedOf(scores, figure)));
  const known = each.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < each.length) return undefined;
  return (counts) => meanOf(known.map((one) => one(counts)));
}

function accuracyOf({ isRight }: PictureScores): CountedFigure | undefined {
  if (!isRight) return undefined;
  return (counts) => {
    let [drawn, right] = [0, 0];
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      drawn += count;
      if (isRight[i]) right += count;
    }
    return drawn > 0 ? right / drawn : null;
  };
}

/** Of several classes the mean over one against the rest. */
function rankedOf({ perClass }: PictureScores, figure: 'rocAuc' | 'averagePrecision'): CountedFigure {
  const measure = figure === 'rocAuc' ? weightedAuroc : weightedAveragePrecision;
  const ordered = perClass.map(({ labels, scores }) => ({ labels, order: orderScores(scores) }));
  return (weights) => meanOf(ordered.map(({ labels, order }) => measure(order, { labels, weights })));
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
