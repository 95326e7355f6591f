import type { FinetuneConfig, PretrainConfig } from '@assay/contracts';
import { createLeakGuard } from '@assay/engine';
import { createSchedule, type TrainEvent, type TrainOptions, trainLoop } from '@assay/ssl-core';
import type { TrainingParts } from './checkpoint';
import { createCheckpoints } from './checkpoints';
import { StoppedError, stopReason, type TaskContext } from './context';
import { createTimeLeft } from './timeLeft';

/** Points of a curve that a run stores at most; a longer run reports every n-th step. */
const POINTS_MAX = 2000;
const PROGRESS_MILLISECONDS = 250;

export type TrainingPlan = Pick<TrainOptions, 'trainable' | 'loss' | 'batches'> & {
  parts: TrainingParts;
  stepsPerEpoch: number;
  /** Evaluates; runs once an epoch in every attempt, before the checkpoint. */
  afterEpoch?: (epoch: Extract<TrainEvent, { kind: 'epoch' }>) => Promise<void>;
};

/** Trains to the end from the newest checkpoint on, and answers the number of steps. @throws StoppedError */
export async function runTraining(
  context: TaskContext<PretrainConfig | FinetuneConfig>,
  plan: TrainingPlan,
): Promise<number> {
  const { config, report, signal, now } = context;
  const { stepsPerEpoch, parts } = plan;
  const steps = stepsPerEpoch * config.epochs;
  const checkpoints = createCheckpoints(context, parts);
  const startStep = await checkpoints.restore();
  await context.started(startStep);
  if (startStep > 0) report.log(startStep, `goes on from the checkpoint at step ${startStep} of ${steps}`);
  const reportStep = createStepReport(context, steps);

  const events = trainLoop({
    trainable: plan.trainable,
    loss: plan.loss,
    batches: plan.batches,
    optimizer: parts.optimizer,
    schedule: createSchedule(config.schedule, {
      stepsPerEpoch,
      epochs: config.epochs,
      base: config.optimizer.learningRate,
    }),
    steps,
    startStep,
    stepsPerEpoch,
    clipNorm: config.clipNorm,
    now,
    leakGuard: createLeakGuard(),
  });
  for await (const event of events) {
    if (event.kind === 'step') {
      reportStep(event);
      // The epoch's event follows at once: a checkpoint between the two would skip the evaluation on resuming.
      if (event.step % stepsPerEpoch === 0) continue;
    } else {
      await plan.afterEpoch?.(event);
      const isDue = event.epoch % config.checkpoint.everyEpochs === 0 || event.step === steps;
      if (isDue) await checkpoints.store(event.step);
    }
    if (signal.aborted) {
      const reason = stopReason(signal);
      if (reason === 'release') await checkpoints.store(event.step);
      throw new StoppedError(reason);
    }
    await checkpoints.keepSafe(event.step);
  }
  return steps;
}

function createStepReport({ config, report, now }: TaskContext<PretrainConfig | FinetuneConfig>, steps: number) {
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
