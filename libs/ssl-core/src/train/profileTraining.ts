import { type BlockProfile, profileFunction, tf } from '@assay/engine';
import { toTensors } from './feeds';
import { describeTraining, rateTensors, type TrainingProgramOptions } from './trainingProgram';

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
  const feeds = { ...toTensors(options.feeds.arrays), ...profileRates(options) };
  try {
    return profileFunction(forward, { variables, inputs: inputs[name] ?? {} }, feeds, settings);
  } finally {
    tf.dispose(feeds);
    accumulator?.dispose();
  }
}

/** Rates for a step whose time alone counts. */
export function profileRates({
  rateNames = [],
  accumulateSteps = 1,
}: TrainingProgramOptions): Record<string, tf.Tensor> {
  const rates: Record<string, number> = Object.fromEntries(rateNames.map((name) => [name, 0.5]));
  return rateTensors(accumulateSteps > 1 ? rates : { ...rates, learningRate: 1e-6 });
}
