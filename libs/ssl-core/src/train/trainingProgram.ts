import {
  assertFinite,
  block,
  compileProgram,
  createEagerProgram,
  describeNonFinite,
  findNonFinite,
  type InputSpec,
  type Program,
  type TracedFunction,
  tf,
} from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { createAccumulator } from '../optim/accumulate';
import { applyGradients, type UpdateParts } from '../optim/applyGradients';
import { type Evaluation, evaluationFunctions } from './evaluation';
import { type Feeds, feedSpecs, toTensors } from './feeds';

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
    /** Equal parts of a step's batch; 1 when not given. */
    accumulateSteps?: number;
    /** What else is to run on the same weights, by name. */
    evaluations?: Readonly<Record<string, Evaluation>>;
  };

/** A program that trains, see `trainLoop`. */
export interface TrainingProgram {
  readonly program: Program;
  readonly accumulateSteps: number;
  /** Runs a step that failed once more, slowly: which operation was the first to make a value not finite. */
  explain(feeds: Feeds, learningRate: number): string | null;
  close(): void;
}

const RATE: InputSpec = { shape: [], dtype: 'float32' };

/**
 * A step as a program: `step` (forward, gradients, clip, update), or with accumulation `accumulate` for each part and
 * then `apply`; and the evaluations, on the same weights. Holds the parameters' values until it is closed.
 *
 * @throws ProgramError when the loss cannot be compiled or the memory does not suffice
 */
export function createTrainingProgram(options: TrainingProgramOptions): TrainingProgram {
  const { parameters, trainable, optimizer, ema, feeds, accumulateSteps = 1, evaluations = {} } = options;
  const specs = feedSpecs(feeds.arrays);
  const accumulator = accumulateSteps > 1 ? createAccumulator(trainable, accumulateSteps) : null;

  const update = (gradients: tf.NamedTensorMap, { learningRate }: Record<string, tf.Tensor>) => ({
    gradientNorm: block('optimizer', () =>
      applyGradients(options, gradients, { learningRate: learningRate as tf.Scalar }),
    ), // RATE
  });
  const training: Record<string, TracedFunction> = accumulator
    ? {
        accumulate: (inputs: Record<string, tf.Tensor>) => {
          const { outputs, gradients } = lossAndGradients(options, inputs);
          accumulator.add(gradients);
          return outputs;
        },
        apply: (inputs: Record<string, tf.Tensor>) => update(accumulator.take(), inputs),
      }
    : {
        step: ({ learningRate, ...inputs }: Record<string, tf.Tensor>) => {
          const { outputs, gradients } = lossAndGradients(options, inputs);
          return { ...outputs, ...update(gradients, learningRate ? { learningRate } : {}) };
        },
      };
  const trainingInputs: Record<string, Record<string, InputSpec>> = accumulator
    ? { accumulate: specs, apply: { learningRate: RATE } }
    : { step: { ...specs, learningRate: RATE } };

  const variables = [
    ...parameters.map(({ variable }) => variable),
    ...optimizer.variables,
    ...(ema?.variables ?? []),
    ...(accumulator?.variables ?? []),
  ];
  const evaluated = evaluationFunctions(evaluations);
  const program = createProgram(
    { ...training, ...evaluated.functions },
    {
      ...options,
      inputs: { ...trainingInputs, ...evaluated.inputs },
      variables,
    },
  );
  program.init();
  const run = training.step ?? training.accumulate;
  return {
    program,
    accumulateSteps,
    explain(failed, learningRate) {
      if (!run) return null;
      const tensors = {
        ...toTensors(failed.arrays),
        ...(accumulator ? {} : { learningRate: tf.scalar(learningRate) }),
      };
      const found = findNonFinite(run, { variables }, tensors);
      tf.dispose(tensors);
      return found && describeNonFinite(found);
    },
    close() {
      program.close();
      accumulator?.dispose();
    },
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
