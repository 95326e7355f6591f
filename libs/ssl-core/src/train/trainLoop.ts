import { NotFiniteError, type Program, tf } from '@assay/engine';
import type { Schedule } from '../optim/schedule';
import { DivergedError } from './divergedError';
import { createTensorMaker, type Feeds, type toTensors } from './feeds';
import { type Rates, rateTensors, type TrainingProgram } from './trainingProgram';

export type TrainOptions = Pick<TrainingProgram, 'program' | 'accumulateSteps' | 'explain'> & {
  /**
   * What is fed, from the given step on (counted from 0): one for each step, or with accumulation one for each part of
   * it. Must be equal in every attempt of the run.
   */
  batches: (startStep: number) => AsyncIterable<Feeds>;
  schedule: Schedule;
  /** Further scalars that the program's steps are fed, by name. */
  rates?: Readonly<Record<string, Schedule>>;
  /** Steps of the whole run, and those already done by an earlier attempt. */
  steps: number;
  startStep?: number;
  stepsPerEpoch: number;
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
      /** The other scalars of the loss function, and the rates. */
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
  const makeTensors = createTensorMaker();
  let epochTotals = { loss: 0, steps: 0, pictures: 0, start: now() };
  try {
    for (let index = startStep; index < steps; index++) {
      signal?.throwIfAborted();
      const askedAt = now();
      const parts = await takeParts(source, options.accumulateSteps);
      const startedAt = now();
      const step = index + 1;
      if (!parts) throw new Error(`trainLoop: the batches ended after ${index} of ${steps} steps`);

      const learningRate = options.schedule(index);
      const others = mapValues(options.rates ?? {}, (schedule) => schedule(index));
      const { extra, ...figures } = runStep(options, makeTensors, { parts, step, rates: { ...others, learningRate } });
      leakGuard?.check(step);
      const epoch = Math.floor(index / stepsPerEpoch) + 1;
      const pictures = parts.reduce((sum, part) => sum + part.pictures, 0);
      yield {
        kind: 'step',
        step,
        epoch,
        ...figures,
        extra: { ...others, ...extra },
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

/** Feeds of one step's parts. */
async function takeParts(source: AsyncIterator<Feeds>, parts: number): Promise<Feeds[] | null> {
  const taken: Feeds[] = [];
  while (taken.length < parts) {
    const next = await source.next();
    if (next.done) return null;
    taken.push(next.value);
  }
  return taken;
}

function runStep(
  { program, accumulateSteps, explain }: TrainOptions,
  makeTensors: typeof toTensors,
  { parts, step, rates }: { parts: readonly Feeds[]; step: number; rates: Rates },
) {
  const { learningRate, ...others } = rateTensors(rates);
  const all = { ...others, ...(learningRate ? { learningRate } : {}) };
  const tensorsOf = (feeds: Feeds | undefined) => (feeds ? makeTensors(feeds.arrays) : {});
  let now = parts[0];
  try {
    if (accumulateSteps === 1) return splitFigures(run(program, 'step', tensorsOf(now), all));
    const sums: Record<string, number> = {};
    for (const part of parts) {
      now = part;
      for (const [name, value] of Object.entries(run(program, 'accumulate', tensorsOf(part), others))) {
        sums[name] = (sums[name] ?? 0) + value / parts.length;
      }
    }
    return splitFigures({ ...sums, ...run(program, 'apply', {}, all) });
  } catch (error) {
    if (error instanceof NotFiniteError)
      throw new DivergedError(step, error.what, rates.learningRate, now ? explain(now, rates) : null);
    throw error;
  } finally {
    tf.dispose(all);
  }
}

/** Runs a function, frees what it was fed and what it gave, and answers its scalars. The rates stay. */
function run(
  program: Program,
  name: string,
  feeds: Record<string, tf.Tensor>,
  rates: Record<string, tf.Tensor>,
): Record<string, number> {
  try {
    const outputs = program.run(name, { ...feeds, ...rates });
    const figures = mapValues(outputs, (scalar) => scalar.dataSync()[0] ?? Number.NaN);
    tf.dispose(outputs);
    return figures;
  } finally {
    tf.dispose(feeds);
  }
}

function mapValues<T>(record: Readonly<Record<string, T>>, value: (entry: T) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, value(entry)]));
}

function splitFigures({ loss = Number.NaN, gradientNorm = Number.NaN, ...extra }: Record<string, number>) {
  return { loss, gradientNorm, extra };
}
