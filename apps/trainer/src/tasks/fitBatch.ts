import { InputError } from '@assay/contracts';
import { estimateTrainingBytes, type FeedArray, type Feeds, type TrainingProgramOptions } from '@assay/ssl-core';
import type { FeedPlan } from '../feeds/feedPlan';
import { startInlineFeeds } from '../feeds/inlineFeeds';
import { inMegabytes } from './memory';

/** Feeds of one part that this process holds at a time: in use, ready, and being prepared. */
const FEEDS_HELD = 4;
/** The smallest part that a step can learn from. */
const PART_MIN = 2;
/** Halvings of the gap between a batch that fits and one that does not. */
const REFINEMENTS = 3;

export type TrainingDescription = Omit<TrainingProgramOptions, 'feeds' | 'accumulateSteps'>;

/** Bytes of what is fed, as far as it lies outside the program: pixels are widened to 32 bits on their way in. */
export function feedBytes({ arrays }: Feeds): number {
  const bytesOf = ({ data }: FeedArray) =>
    FEEDS_HELD * data.byteLength + (data instanceof Uint8Array ? 4 * data.length : 0);
  return Object.values(arrays).reduce((sum, array) => sum + bytesOf(array), 0);
}

/** No evaluation needs more pictures at once than a step; so it needs no more memory either. */
export function evaluationsOf(
  { evaluations = {} }: Pick<TrainingProgramOptions, 'evaluations'>,
  partSize: number,
): NonNullable<TrainingProgramOptions['evaluations']> {
  return Object.fromEntries(
    Object.entries(evaluations).map(([name, evaluation]) => [
      name,
      { ...evaluation, batchSize: Math.min(evaluation.batchSize, partSize) },
    ]),
  );
}

/** Why a training is refused that needs more memory than there is, with the largest batch that fits. */
export async function explainTooLarge(
  plan: FeedPlan,
  training: TrainingDescription,
  bytesLeft: number,
): Promise<InputError> {
  const needOf = async (partSize: number, accumulateSteps: number) => {
    const batchSize = partSize * accumulateSteps;
    const source = startInlineFeeds({ ...plan, batchSize, accumulateSteps }, 0);
    try {
      const feeds = await source.next();
      const evaluations = evaluationsOf(training, partSize);
      return estimateTrainingBytes({ ...training, evaluations, feeds, accumulateSteps }) + feedBytes(feeds);
    } finally {
      await source.close();
    }
  };
  const { batchSize, accumulateSteps } = plan;
  const asked = batchSize / accumulateSteps;
  const fits = async (partSize: number, parts = accumulateSteps) => (await needOf(partSize, parts)) <= bytesLeft;

  const needed = await needOf(asked, accumulateSteps);
  const part = await largestPart(asked, fits);
  const advice = [];
  if (part > 0) {
    advice.push(`a batchSize of ${part * accumulateSteps} fits`);
    const parts = partsOf(batchSize, part);
    if (parts && (await fits(batchSize / parts, parts))) advice.push(`or accumulateSteps=${parts} for this one`);
  } else advice.push('no batchSize fits: a smaller backbone or input.size, or a worker with more memory');
  return new InputError({
    where: 'batchSize',
    found: `${batchSize} needs about ${inMegabytes(needed)} of memory, and ${inMegabytes(bytesLeft)} are left for it`,
    fix: advice.join(', '),
  });
}

/** The largest part that fits, nearly: halved until it does, then closer to the last that did not. */
async function largestPart(asked: number, fits: (partSize: number) => Promise<boolean>): Promise<number> {
  let tooLarge = asked;
  let fitting = 0;
  for (let part = Math.floor(asked / 2); part >= PART_MIN; part = Math.floor(part / 2)) {
    if (await fits(part)) {
      fitting = part;
      break;
    }
    tooLarge = part;
  }
  for (let i = 0; i < REFINEMENTS && fitting > 0; i++) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (middle === fitting) break;
    if (await fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}

/** Fewest equal parts of a batch that are no larger than this. */
function partsOf(batchSize: number, partMax: number): number | undefined {
  for (let parts = Math.ceil(batchSize / partMax); batchSize / parts >= PART_MIN; parts++) {
    if (batchSize % parts === 0) return parts;
  }
  return undefined;
}
