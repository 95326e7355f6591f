import { batches, openPack, type Pack } from '@assay/data/reading';
import {
  drawViews,
  type FeedArray,
  type Feeds,
  methodDraws,
  needsDropSeed,
  planViews,
  type Rng,
} from '@assay/ssl-core/feeds';
import { type BatchPart, batchParts } from './batchParts';
import type { FeedPlan } from './feedPlan';
import { createPartners } from './partners';

/**
 * What the steps of a training are fed, from a step on (counted from 0). Every number follows from the plan and the
 * step, so an attempt that goes on at a step is fed what the first one would have been.
 */
export async function* generateFeeds(plan: FeedPlan, startStep: number): AsyncGenerator<Feeds, void, void> {
  const { rows: indices, batchSize, seed } = plan;
  const pack = await openPack(plan.packFolder);
  try {
    const arraysOf = partArrays(plan, pack);
    const partners = createPartners(plan, pack);
    const drawn = batches({ pack, indices, batchSize, order: { seed }, startStep, dropLast: true });
    for await (const part of batchParts(drawn, plan)) {
      yield { arrays: { ...arraysOf(part), ...(await partners(part)) }, pictures: part.indices.length };
    }
  } finally {
    await pack.close();
  }
}

/** What one part of a batch is fed. @param pack side and channels of the stored pictures */
export function partArrays(
  plan: Omit<FeedPlan, 'packFolder'>,
  { size, channels }: Pick<Pack, 'size' | 'channels'>,
): (part: BatchPart) => Record<string, FeedArray> {
  const { augment, extra } = plan;
  const draws = extra.task === 'pretrain' ? methodDraws(extra.method, extra) : { views: 1, draw: () => ({}) };
  const plans = planViews({ augment, size, ...(extra.task === 'pretrain' ? { views: extra.views } : {}) }, draws);
  const labels = extra.task === 'finetune' ? labelArrays(plan.rows, extra) : () => ({});
  const isSeeded = extra.task === 'pretrain' && needsDropSeed(extra.backbone);
  return (part) => {
    const { rng, indices, pixels } = part;
    const count = indices.length;
    return {
      pixels: { data: ownMemory(pixels), shape: [count, size, size, channels], dtype: 'int32' },
      ...labels(part),
      ...(isSeeded ? { dropoutSeed: drawSeed(rng.fork('dropout')) } : {}),
      ...drawViews(rng.fork('augment'), { plans, count, packSize: size, channels }),
      ...draws.draw(rng.fork('method'), count),
    };
  };
}

/** What is fed may go to another thread for good, and the parts of a batch share theirs. */
function ownMemory(pixels: Uint8Array): Uint8Array {
  return pixels.byteLength === pixels.buffer.byteLength ? pixels : pixels.slice();
}

function drawSeed(rng: Rng): FeedArray {
  return { data: Int32Array.from({ length: 2 }, () => rng.int(2 ** 31)), shape: [2], dtype: 'int32' };
}

/** Classes, their weights, and the seed of dropout, which is drawn from the step's own stream. */
function labelArrays(
  rows: Int32Array,
  { labels, classWeights }: Extract<FeedPlan['extra'], { task: 'finetune' }>,
): (part: BatchPart) => Record<string, FeedArray> {
  const labelOf = new Map([...rows].map((row, place) => [row, labels[place] ?? 0]));
  return ({ rng, indices }) => ({
    labels: {
      data: Int32Array.from(indices, (row) => labelOf.get(row) ?? 0),
      shape: [indices.length],
      dtype: 'int32',
    },
    dropoutSeed: drawSeed(rng),
    ...(classWeights
      ? { classWeights: { data: classWeights.slice(), shape: [classWeights.length], dtype: 'float32' as const } }
      : {}),
  });
}
