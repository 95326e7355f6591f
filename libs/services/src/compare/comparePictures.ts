import { setImmediate } from 'node:timers/promises';
import { type PictureDifference, PredictionsHeader } from '@assay/contracts';
import { sayDifference } from '@assay/metrics';
import { newestRunArtifact } from '@assay/store';
import type { Context } from '../context';
import { readManifest } from '../datasets/datasets';
import { type Predictions, predictionsName, readPredictions } from '../predictions/predictionsFile';
import { correct } from './differences';
import type { Group, Measured } from './groups';
import { pictureKey, pictureScores } from './pictureScores';
import { type Side, testPictures } from './testPictures';

/** A run whose predictions are there. */
type Predicted = Measured & { predictions: Predictions };

/**
 * Pairs of groups on the same test pictures, from the predictions that their runs stored on the split of the figure. What
 * is drawn anew are pictures (or the groups they belong to), so the answer speaks of other pictures and of these trained
 * models as they are. Holm's correction counts the pairs, figure by figure.
 */
export async function comparePictures(
  ctx: Pick<Context, 'db' | 'artifacts'>,
  groups: readonly Group[],
  pairs: readonly (readonly [{ key: string }, { key: string }])[],
): Promise<PictureDifference[]> {
  const cache = new Map<string, Promise<Predictions | null>>();
  const predictionsOf = ({ run, metric }: Measured): Promise<Predictions | null> => {
    const known = cache.get(run.id) ?? load(ctx, run.id, metric.split);
    cache.set(run.id, known);
    return known;
  };
  const answers: PictureDifference[] = [];
  for (const [a, b] of pairs) {
    const sides = [a, b].map(({ key }) => groups.find((group) => group.key === key)?.members ?? []);
    // Each pair takes up to a second of arithmetic; who else asks meanwhile gets a turn.
    await setImmediate();
    answers.push(await comparePair(ctx, { a: a.key, b: b.key, members: sides, predictionsOf }));
  }
  return adjust(answers);
}

async function load(ctx: Pick<Context, 'db' | 'artifacts'>, run: string, split: string): Promise<Predictions | null> {
  const known = PredictionsHeader.shape.split.safeParse(split === 'oof' ? 'out-of-fold' : split);
  if (!known.success) return null;
  const name = predictionsName(known.data);
  const artifact = await newestRunArtifact(ctx.db, { run, kind: 'predictions', name });
  return artifact ? readPredictions(ctx, artifact.digest) : null;
}

type Pair = {
  a: string;
  b: string;
  members: Measured[][];
  predictionsOf: (member: Measured) => Promise<Predictions | null>;
};

async function comparePair(
  ctx: Pick<Context, 'artifacts'>,
  { a, b, members, predictionsOf }: Pair,
): Promise<PictureDifference> {
  const all = members.flat();
  const split = all[0]?.metric.split ?? 'test';
  const [ofA = [], ofB = []] = await Promise.all(
    members.map(async (side) => {
      const found = await Promise.all(side.map(async (one) => ({ ...one, predictions: await predictionsOf(one) })));
      return found.filter((one): one is Predicted => one.predictions !== null);
    }),
  );
  const none = (says: string): PictureDifference => ({
    ...{ a, b, split, pictures: 0, groups: null, runs: { a: ofA.length, b: ofB.length } },
    ...{ figures: [], bySeed: [], says: `Nothing can be said: ${says}.` },
  });
  const digests = new Set(all.map(({ metric }) => metric.datasetDigest));
  if (digests.size > 1 || all.some(({ metric }) => metric.split !== split)) {
    return none('the runs were measured on different pictures');
  }
  const missing = [ofA.length === 0 ? a : null, ofB.length === 0 ? b : null].filter((name) => name !== null);
  if (missing.length > 0) return none(`no run of ${missing.join(' and ')} stored predictions on ${split} pictures`);

  const keys = commonPictures([...ofA, ...ofB]);
  if (keys.length === 0) return none('the runs predicted no picture in common');
  const sideOf = (side: readonly Predicted[]): Side =>
    side.flatMap(({ run, predictions }) => {
      const scores = pictureScores(predictions, keys);
      return scores ? [{ seed: run.seed, scores }] : [];
    });
  const [left, right] = [sideOf(ofA), sideOf(ofB)];
  if (left.length < ofA.length || right.length < ofB.length) {
    return none('these predictions have no class or score a picture');
  }
  const manifest = await readManifest(ctx, [...digests][0] ?? '');
  const groupOf = new Map(
    manifest.items.map((item) => [pictureKey({ item: item.picture, path: item.path }), item.group]),
  );
  const found = testPictures({ a, b, left, right, groups: denseGroups(keys.map((key) => groupOf.get(key) ?? null)) });
  return { a, b, split, pictures: keys.length, ...found };
}

/** In the order of the first run. */
function commonPictures(runs: readonly Predicted[]): string[] {
  const [first, ...rest] = runs.map(({ predictions }) => predictions.lines.map(pictureKey));
  return rest.reduce((common, keys) => {
    const known = new Set(keys);
    return common.filter((key) => known.has(key));
  }, first ?? []);
}

/** A number a group, a picture without one alone; null when no two pictures share a group. */
function denseGroups(names: readonly (string | null)[]): number[] | null {
  const index = new Map<string, number>();
  let next = 0;
  const groups = names.map((name) => {
    const known = name === null ? undefined : index.get(name);
    if (known !== undefined) return known;
    if (name !== null) index.set(name, next);
    return next++;
  });
  return next < names.length ? groups : null;
}

/** Holm over the pairs for each figure; words that said "higher" by the plain p are said anew. */
function adjust(answers: readonly PictureDifference[]): PictureDifference[] {
  const pOf = (answer: PictureDifference, name: string) =>
    answer.figures.find(({ figure }) => figure === name)?.p ?? null;
  const names = [...new Set(answers.flatMap(({ figures }) => figures.map(({ figure }) => figure)))];
  const corrections = new Map(names.map((name) => [name, correct(answers.map((answer) => pOf(answer, name)))]));
  return answers.map((answer, i) => ({
    ...answer,
    figures: answer.figures.map((found) => {
      const { pAdjusted = null, adjusted } = corrections.get(found.figure)?.[i] ?? {};
      const { difference: effect, low, high, p } = found;
      if (effect === null || p === null || !adjusted) return { ...found, pAdjusted };
      const wording = { a: answer.a, b: answer.b, scope: answer.says, adjusted };
      return { ...found, pAdjusted, says: sayDifference({ effect, low, high, p, over: 'pictures' }, wording) };
    }),
  }));
}
