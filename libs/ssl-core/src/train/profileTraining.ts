import { type BlockProfile, profileFunction, tf } from '@assay/engine';
import { toTensors } from './feeds';
import { describeTraining, type TrainingProgramOptions } from './trainingProgram';

/**
 * What each block of a training step costs, forward and backward, see `profileFunction`. Trains nothing. With
 * accumulation: of one part of a step.
 */
export function profileTraining(
  options: TrainingProgramOptions,
  settings: { rounds?: number; depth?: number } = {},
): BlockProfile[] {
  const { forward, inputs, variables, accumulator } = describeTraining(options);
  const name = accumulator ? 'accumulate' : 'step';
  const feeds = { ...toTensors(options.feeds.arrays), ...(accumulator ? {} : { learningRate: tf.scalar(1e-6) }) };
  try {
    return profileFunction(forward, { variables, inputs: inputs[name] ?? {} }, feeds, settings);
  } finally {
    tf.dispose(feeds);
    accumulator?.dispose();
  }
}
