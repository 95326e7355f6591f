import {
  assertFinite,
  block,
  compileProgram,
  createEagerProgram,
  describeNonFinite,
  estimateProgram,
  findNonFinite,
  type InputSpec,
  type Program,
  type TracedFunction,
  tf,
} from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { type Accumulator, createAccumulator } from '../optim/accumulate';
import { applyGradients, type UpdateParts, type UpdateRates } from '../optim/applyGradients';
import { type Evaluation, evaluationFunctions } from './evaluation';
import { type Feeds, feedSpecs, toTensors } from './feeds';
import { type Look, lookFunctions } from './look';

export type LossOutput = { loss: tf.Scalar } & Record<string, tf.Scalar>;
/** Loss of one batch, and further scalars to report. */
export type Loss = (feeds: Record<string, tf.Tensor>) => LossOutput;

/** How functions become programs: compiled, or executed operation by operation as the reference. */
export type EngineOptions = {
  engine: 'compiled' | 'eager';
  precision?: 'float32' | 'bfloat16';
  /** A compiled program that is estimated to need more is refused. */
  memoryBytesMax?: number;
};

export type TrainingProgramOptions = UpdateParts &
  EngineOptions & {
    /** All parameters that the loss or an evaluation reads or changes, running statistics included. */
    parameters: readonly Parameter[];
    /** Those that learn; each must reach the loss. */
    trainable: readonly Parameter[];
    loss: Loss;
    /** Feeds like those of every step: their names, shapes and types. */
    feeds: Feeds;
    /** Scalars that every step is fed besides the learning rate: the loss and `afterStep` get them by name. */
    rateNames?: readonly string[];
    /** Changes that follow the optimizer's, such as a teacher's step towards its student. */
    afterStep?: (rates: Record<string, tf.Tensor>) => void;
    /** Equal parts of a step's batch; 1 when not given. */
    accumulateSteps?: number;
    /** What else is to run on the same weights, by name. */
    evaluations?: Readonly<Record<string, Evaluation>>;
    /** What else is to be looked at, by name. */
    looks?: Readonly<Record<string, Look>>;
  };

/** A program that trains, see `trainLoop`. */
export interface TrainingProgram {
  readonly program: Program;
  readonly accumulateSteps: number;
  /** Runs a step that failed once more, slowly: which operation was the first to make a value not finite. */
  explain(feeds: Feeds, rates: Rates): string | null;
  close(): void;
}

/** Scalars of one step. */
export type Rates = { learningRate: number } & Record<string, number>;

const RATE: InputSpec = { shape: [], dtype: 'float32' };

/** The scalars as tensors; the caller disposes them. */
export function rateTensors(rates: Readonly<Record<string, number>>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(rates).map(([name, value]) => [name, tf.scalar(value)]));
}

/**
 * A step as a program: `step` (forward, gradients, clip, update), or with accumulation `accumulate` for each part and
 * then `apply`; and the evaluations, on the same weights. Holds the parameters' values until it is closed.
 *
 * @throws ProgramError when the loss cannot be compiled or the memory does not suffice
 */
export function createTrainingProgram(options: TrainingProgramOptions): TrainingProgram {
  const { functions, inputs, variables, accumulator, forward } = describeTraining(options);
  let program: Program;
  try {
    program = createProgram(functions, { ...options, inputs, variables });
  } catch (error) {
    accumulator?.dispose();
    throw error;
  }
  program.init();
  return {
    program,
    accumulateSteps: options.accumulateSteps ?? 1,
    explain(failed, { learningRate, ...others }) {
      const rates = accumulator ? others : { learningRate, ...others };
      const tensors = { ...toTensors(failed.arrays), ...rateTensors(rates) };
      const found = findNonFinite(forward, { variables }, tensors);
      tf.dispose(tensors);
      return found && describeNonFinite(found);
    },
    close() {
      program.close();
      accumulator?.dispose();
    },
  };
}

/** Bytes by which a process would grow that trains so, compiled. Traces the step, and loads nothing. */
export function estimateTrainingBytes(options: TrainingProgramOptions): number {
  const { functions, inputs, variables, accumulator } = describeTraining(options);
  try {
    return estimateProgram(functions, { ...options, inputs, variables }).estimatedBytes;
  } finally {
    accumulator?.dispose();
  }
}

/** The functions of a training, and what they change. */
export function describeTraining(options: TrainingProgramOptions) {
  const { parameters, trainable, optimizer, ema, feeds, accumulateSteps = 1, evaluations = {}, looks = {} } = options;
  const rates = Object.fromEntries((options.rateNames ?? []).map((name) => [name, RATE]));
  const specs = { ...feedSpecs(feeds.arrays), ...rates };
  const accumulator = accumulateSteps > 1 ? createAccumulator(trainable, accumulateSteps) : null;

  const update = (gradients: tf.NamedTensorMap, inputs: Record<string, tf.Tensor>) => ({
    gradientNorm: block('optimizer', () => {
      const norm = applyGradients(options, gradients, inputs as UpdateRates); // scalars, as RATE says
      options.afterStep?.(inputs);
      return norm;
    }),
  });
  const accumulate = ({ add }: Accumulator): TracedFunction => {
    return (inputs) => {
      const { outputs, gradients } = lossAndGradients(options, inputs);
      add(gradients);
      return outputs;
    };
  };
  const step: TracedFunction = ({ learningRate, ...inputs }) => {
    const { outputs, gradients } = lossAndGradients(options, inputs);
    return { ...outputs, ...update(gradients, { ...inputs, ...(learningRate ? { learningRate } : {}) }) };
  };
  const forward = accumulator ? accumulate(accumulator) : step;
  const training: Record<string, TracedFunction> = accumulator
    ? { accumulate: forward, apply: (inputs) => update(accumulator.take(), inputs) }
    : { step };
  const trainingInputs: Record<string, Record<string, InputSpec>> = accumulator
    ? { accumulate: specs, apply: { ...rates, learningRate: RATE } }
    : { step: { ...specs, learningRate: RATE } };
  const evaluated = evaluationFunctions(evaluations);
  const looked = lookFunctions(looks);
  return {
    functions: { ...training, ...evaluated.functions, ...looked.functions },
    inputs: { ...trainingInputs, ...evaluated.inputs, ...looked.inputs },
    variables: [
      ...parameters.map(({ variable }) => variable),
      ...optimizer.variables,
      ...(ema?.variables ?? []),
      ...(accumulator?.variables ?? []),
    ],
    accumulator,
    forward,
  };
}

/** A program by the engine that the options name. */
export function createProgram(
  functions: Parameters<typeof compileProgram>[0],
  { engine, ...options }: Parameters<typeof compileProgram>[1] & EngineOptions,
): Program {
  return engine === 'compiled' ? compileProgram(functions, options) : createEagerProgram(functions, options);
}

function lossAndGradients({ loss, trainable }: TrainingProgramOptions, inputs: Record<string, tf.Tensor>) {
  const extras: Record<string, tf.Scalar> = {};
  const { value, grads } = tf.variableGrads(
    () => {
      const { loss: scalar, ...others } = loss(inputs);
      // The tape's own tidy would take them.
      for (const [name, extra] of Object.entries(others)) extras[name] = tf.keep(extra);
      return scalar;
    },
    trainable.map(({ variable }) => variable),
  );
  assertFinite(value, 'the loss');
  const outputs: Record<string, tf.Tensor> = { loss: value };
  for (const [name, extra] of Object.entries(extras)) {
    outputs[name] = extra.clone();
    extra.dispose();
  }
  return { outputs, gradients: grads };
}
