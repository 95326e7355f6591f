import type { Feeds } from '../train/feeds';
import { createTrainingProgram, type EngineOptions, type TrainingProgramOptions } from '../train/trainingProgram';
import { type TrainEvent, type TrainOptions, trainLoop } from '../train/trainLoop';

/** All that a training in a test is made of, but for the engine. */
export type TrainSetup = {
  training: Omit<TrainingProgramOptions, 'feeds' | keyof EngineOptions>;
  loop: Omit<TrainOptions, 'program' | 'accumulateSteps' | 'explain'>;
};

/** Trains as the trainer does and gives all events; the parameters hold the last weights afterwards. */
export async function* train(
  { training, loop }: TrainSetup,
  engine: EngineOptions['engine'] = 'compiled',
): AsyncGenerator<TrainEvent> {
  const feeds = await peekFeeds(loop.batches);
  const opened = createTrainingProgram({ ...training, feeds, engine });
  try {
    yield* trainLoop({ ...loop, ...opened });
  } finally {
    opened.close();
  }
}

/** What the first step is fed, for its shapes. */
async function peekFeeds(batches: TrainSetup['loop']['batches']): Promise<Feeds> {
  for await (const feeds of batches(0)) return feeds;
  throw new Error('there are no batches');
}

export async function collectEvents(setup: TrainSetup, engine?: EngineOptions['engine']): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(setup, engine)) events.push(event);
  return events;
}
