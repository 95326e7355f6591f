import type { FinetuneConfig, PretrainConfig } from '@assay/contracts';
import { createLeakGuard, type Program } from '@assay/engine';
import {
  createCosine,
  createSchedule,
  createTrainingProgram,
  DivergedError,
  type Feeds,
  type Method,
  type Schedule,
  scaledRate,
  schedulesOf,
  type TrainEvent,
  type TrainingProgram,
  type TrainingProgramOptions,
  type TrainOptions,
  trainLoop,
} from '@assay/ssl-core';
import type { FeedPlan, FeedSource } from '../feeds/feedPlan';
import type { TrainingParts } from './checkpoint';
import { type Checkpoints, createCheckpoints } from './checkpoints';
import { StoppedError, stopReason, type TaskContext } from './context';
import { engineOptions } from './engineOptions';
import { evaluationsOf, explainTooLarge, feedBytes } from './fitBatch';
import { inMegabytes, isMemoryError, memoryLeft } from './memory';
import { createTimeLeft } from './timeLeft';

/** Points of a curve that a run stores at most; a longer run reports every n-th step. */
const POINTS_MAX = 2000;
const PROGRESS_MILLISECONDS = 250;

type TrainingContext = TaskContext<PretrainConfig | FinetuneConfig>;

export type TrainingPlan = Pick<
  TrainingProgramOptions,
  'trainable' | 'loss' | 'evaluations' | 'looks' | 'afterStep'
> & {
  /** Scalars that follow the training, by name. */
  rates?: Method['rates'];
  feeds: FeedPlan;
  parts: TrainingParts;
  stepsPerEpoch: number;
  onStep?: (step: Extract<TrainEvent, { kind: 'step' }>) => void;
  /** Evaluates; runs once an epoch in every attempt, before the checkpoint. The best so far is stored by itself. */
  afterEpoch?: (
    epoch: Extract<TrainEvent, { kind: 'epoch' }>,
    program: Program,
    // biome-ignore lint/suspicious/noConfusingVoidType: what an epoch that judges nothing answers
  ) => Promise<{ isBest: boolean } | void>;
  /** Measures and records the result, while the program still holds the weights. */
  record: (steps: number, program: Program) => Promise<void>;
};

/** Trains to the end from the newest checkpoint on, and records the result. @throws StoppedError */
export async function runTraining(context: TrainingContext, plan: TrainingPlan): Promise<void> {
  const { config, report } = context;
  const { parts, stepsPerEpoch } = plan;
  const steps = stepsPerEpoch * config.epochs;
  const checkpoints = createCheckpoints(context, parts);
  const startStep = await checkpoints.restore();
  await context.started(startStep);
  if (startStep > 0) report.log(startStep, `goes on from the checkpoint at step ${startStep} of ${steps}`);

  const source = context.startFeeds(plan.feeds, startStep);
  let training: TrainingProgram | undefined;
  try {
    const first = await source.next();
    training = await openProgram(context, plan, first);
    const { nodes, traceMs, loadMs, estimatedBytes } = training.program.stats;
    if (nodes > 0) {
      const seconds = ((traceMs + loadMs) / 1000).toFixed(1);
      report.log(startStep, `compiled ${nodes} operations in ${seconds} s; needs about ${inMegabytes(estimatedBytes)}`);
    }
    const batches = () => feedsFrom(first, source);
    await train({ context, plan, training, batches, checkpoints, steps, startStep });
    await plan.record(steps, training.program);
  } catch (error) {
    if (error instanceof DivergedError) report.log(error.step - 1, error.message, 'error');
    throw error;
  } finally {
    training?.close();
    await source.close();
  }
}

/** @throws InputError with a batch that fits, when this one needs more memory than is left */
async function openProgram(context: TrainingContext, plan: TrainingPlan, feeds: Feeds): Promise<TrainingProgram> {
  const { config } = context;
  const { trainable, loss, parts, afterStep, looks } = plan;
  const { clipNorm, clipValue, accumulateSteps, batchSize } = config;
  const { parameters, optimizer } = parts;
  const evaluations = evaluationsOf(plan, batchSize / accumulateSteps);
  const description = {
    ...engineOptions(config),
    ...{ parameters, trainable, loss, optimizer, clipNorm, clipValue, evaluations },
    ...(afterStep ? { afterStep } : {}),
    ...(looks ? { looks } : {}),
    rateNames: Object.keys(ratesOf(config, plan)),
  };
  const left = memoryLeft(context);
  try {
    const memoryBytesMax = left === undefined ? {} : { memoryBytesMax: Math.max(0, left - feedBytes(feeds)) };
    return createTrainingProgram({ ...description, ...memoryBytesMax, accumulateSteps, feeds });
  } catch (error) {
    throw isMemoryError(error) && left !== undefined ? await explainTooLarge(plan.feeds, description, left) : error;
  }
}

async function* feedsFrom(first: Feeds, source: FeedSource): AsyncGenerator<Feeds> {
  yield first;
  for (;;) yield await source.next();
}

async function train({
  context,
  plan,
  training,
  batches,
  checkpoints,
  steps,
  startStep,
}: {
  context: TrainingContext;
  plan: TrainingPlan;
  training: TrainingProgram;
  batches: TrainOptions['batches'];
  checkpoints: Checkpoints;
  steps: number;
  startStep: number;
}): Promise<void> {
  const { config, signal, now } = context;
  const { stepsPerEpoch, onStep, afterEpoch } = plan;
  const { schedule, epochs, optimizer, checkpoint } = config;
  const reportStep = createStepReport(context, steps);
  const events = trainLoop({
    ...training,
    batches,
    schedule: createSchedule(schedule, { stepsPerEpoch, epochs, base: scaledRate(optimizer.learningRate, config) }),
    rates: ratesOf(config, plan),
    steps,
    startStep,
    stepsPerEpoch,
    now,
    leakGuard: createLeakGuard(),
  });
  for await (const event of events) {
    if (event.kind === 'step') {
      reportStep(event);
      onStep?.(event);
      // The epoch's event follows at once: a checkpoint between the two would skip the evaluation on resuming.
      if (event.step % stepsPerEpoch === 0) continue;
    } else {
      const judged = await afterEpoch?.(event, training.program);
      if (judged?.isBest) await checkpoints.storeBest(event.step);
      const isDue = event.epoch % checkpoint.everyEpochs === 0 || event.step === steps;
      if (isDue) await checkpoints.store(event.step);
    }
    if (signal.aborted) {
      const reason = stopReason(signal);
      if (reason === 'release') await checkpoints.store(event.step);
      throw new StoppedError(reason);
    }
    await checkpoints.keepSafe(event.step);
  }
}

/** What each step is fed besides the learning rate. */
export function ratesOf(
  { optimizer, weightDecayEnd, epochs }: Pick<PretrainConfig, 'optimizer' | 'weightDecayEnd' | 'epochs'>,
  { rates = {}, stepsPerEpoch }: Pick<TrainingPlan, 'rates' | 'stepsPerEpoch'>,
): Record<string, Schedule> {
  const ofMethod = schedulesOf(rates, { stepsPerEpoch, epochs });
  if (weightDecayEnd === null || optimizer.weightDecay === 0) return ofMethod;
  const to = weightDecayEnd / optimizer.weightDecay;
  return { ...ofMethod, weightDecayFactor: createCosine({ from: 1, to, steps: stepsPerEpoch * epochs }) };
}

function createStepReport({ config, report, now }: TrainingContext, steps: number) {
  const every = Math.max(1, Math.ceil(steps / POINTS_MAX));
  const timeLeft = createTimeLeft();
  let before = now();
  let reportedAt = Number.NEGATIVE_INFINITY;
  return (event: Extract<TrainEvent, { kind: 'step' }>) => {
    const { step } = event;
    if (step % every === 0 || step === 1 || step === steps) {
      report.metrics(step, step * config.batchSize, {
        'train/loss': event.loss,
        'train/learningRate': event.learningRate,
        'train/gradientNorm': event.gradientNorm,
        'system/picturesPerSecond': event.pictures / Math.max(event.stepSeconds + event.waitSeconds, 1e-9),
        'system/stepSeconds': event.stepSeconds,
        'system/waitSeconds': event.waitSeconds,
        'system/tensors': event.tensors,
        ...Object.fromEntries(Object.entries(event.extra).map(([name, value]) => [`train/${name}`, value])),
      });
    }
    // From event to event, so that evaluations and checkpoints count too.
    const time = now();
    const left = timeLeft((time - before) / 1000, steps - step);
    before = time;
    if (time - reportedAt < PROGRESS_MILLISECONDS && step !== steps) return;
    reportedAt = time;
    report.progress(step, steps, 'step', left);
  };
}
