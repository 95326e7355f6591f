import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { clipByGlobalNorm } from '../optim/clip';
import type { Optimizer } from '../optim/optimizer';
import type { Schedule } from '../optim/schedule';
import { DivergedError } from './divergedError';
import { type Feeds, toTensors } from './feeds';

export type LossOutput = { loss: tf.Scalar } & Record<string, tf.Scalar>;

export type TrainOptions = {
  /** The parameters that learn; each must reach the loss. */
  trainable: readonly Parameter[];
  /** Loss of one step and further scalars to report. */
  loss: (feeds: Record<string, tf.Tensor>) => LossOutput;
  /** What each step is fed, from the given step on (counted from 0). Must be equal in every attempt of the run. */
  batches: (startStep: number) => AsyncIterable<Feeds>;
  optimizer: Optimizer;
  schedule: Schedule;
  /** Steps of the whole run, and those already done by an earlier attempt. */
  steps: number;
  startStep?: number;
  stepsPerEpoch: number;
  clipNorm: number | null;
  signal?: AbortSignal;
  /** Milliseconds, from any origin. */
  now: () => number;
  leakGuard?: { check(step: number): void };
};

/** `step` and `epoch` count from 1: `step` is the number of steps done, also those of earlier attempts. */
export type TrainEvent =
  | {
      kind: 'step';
      step: number;
      epoch: number;
      loss: number;
      /** The other scalars of the loss function. */
      extra: Record<string, number>;
      learningRate: number;
      /** Before clipping. */
      gradientNorm: number;
      pictures: number;
      /** Without waiting for the batch. */
      stepSeconds: number;
      waitSeconds: number;
      tensors: number;
    }
  /** Means and sums are over the epoch's steps in this attempt. */
  | { kind: 'epoch'; epoch: number; step: number; meanLoss: number; pictures: number; seconds: number };

/**
 * Trains and reports each step and each finished epoch. The consumer evaluates and saves between two events, while
 * nothing moves; a tensor that it leaves behind counts as a leak.
 *
 * @throws DivergedError when the loss or the gradients are not finite; the weights are those before the step
 * @throws the signal's reason, between two steps
 */
export async function* trainLoop(options: TrainOptions): AsyncGenerator<TrainEvent, void, void> {
  const { steps, startStep = 0, stepsPerEpoch, signal, now, leakGuard } = options;
  const source = options.batches(startStep)[Symbol.asyncIterator]();
  let epochTotals = { loss: 0, steps: 0, pictures: 0, start: now() };
  try {
    for (let index = startStep; index < steps; index++) {
      signal?.throwIfAborted();
      const askedAt = now();
      const batch = await source.next();
      const startedAt = now();
      const step = index + 1;
      if (batch.done) throw new Error(`trainLoop: the batches ended after ${index} of ${steps} steps`);

      const learningRate = options.schedule(index);
      const figures = await runStep(options, batch.value, step, learningRate);
      leakGuard?.check(step);
      const epoch = Math.floor(index / stepsPerEpoch) + 1;
      const { pictures } = batch.value;
      yield {
        kind: 'step',
        step,
        epoch,
        ...figures,
        learningRate,
        pictures,
        stepSeconds: (now() - startedAt) / 1000,
        waitSeconds: (startedAt - askedAt) / 1000,
        tensors: tf.memory().numTensors,
      };

      epochTotals.loss += figures.loss;
      epochTotals.steps += 1;
      epochTotals.pictures += pictures;
      if (step % stepsPerEpoch === 0) {
        const { loss, steps: done, pictures: seen, start } = epochTotals;
        yield { kind: 'epoch', epoch, step, meanLoss: loss / done, pictures: seen, seconds: (now() - start) / 1000 };
        epochTotals = { loss: 0, steps: 0, pictures: 0, start: now() };
      }
      // A step blocks the thread; messages, timers and prefetched reads get their turn here.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    await source.return?.();
  }
}

async function runStep(options: TrainOptions, feeds: Feeds, step: number, rate: number) {
  const inputs = toTensors(feeds.arrays);
  const extras: Record<string, tf.Scalar> = {};
  const owned: tf.Tensor[] = Object.values(inputs);
  try {
    const { value, grads } = tf.variableGrads(
      () => {
        const { loss, ...others } = options.loss(inputs);
        for (const [name, scalar] of Object.entries(others)) extras[name] = tf.keep(scalar);
        return loss;
      },
      options.trainable.map(({ variable }) => variable),
    );
    const learningRate = tf.scalar(rate);
    const { gradients, norm } = clipByGlobalNorm(grads, options.clipNorm);
    owned.push(value, learningRate, norm, ...Object.values(grads), ...Object.values(gradients));

    const loss = await read(value);
    const gradientNorm = await read(norm);
    const extra: Record<string, number> = {};
    for (const [name, scalar] of Object.entries(extras)) extra[name] = await read(scalar);
    if (!Number.isFinite(loss)) throw new DivergedError(step, 'the loss', rate);
    if (!Number.isFinite(gradientNorm)) throw new DivergedError(step, "the gradients' norm", rate);
    options.optimizer.step(gradients, learningRate);
    return { loss, gradientNorm, extra };
  } finally {
    tf.dispose(owned);
    tf.dispose(extras);
  }
}

async function read(scalar: tf.Scalar): Promise<number> {
  return (await scalar.data())[0] ?? Number.NaN;
}
