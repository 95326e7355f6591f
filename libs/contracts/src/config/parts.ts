import { z } from 'zod';
import { Name, Split } from '../names';

const fraction = z.number().min(0).max(1);
const positive = z.number().positive();
const positiveInt = z.int().positive();

/** Which pictures a run reads. `latest` is pinned to a digest when the run is queued. */
export const DatasetRef = z.strictObject({
  name: Name,
  /** `latest`, a version number, or the digest's first characters. */
  version: z.union([z.string().min(1), positiveInt.transform(String)]).default('latest'),
  /** Share of the labelled training pictures that is used, drawn per class with the run's seed. */
  labelFraction: z.number().gt(0).max(1).default(1),
});

/** Mean and standard deviation are one number for all channels, or one each. */
export function requireStatistics(
  input: { channels: number; mean: readonly number[]; std: readonly number[] },
  ctx: z.core.$RefinementCtx,
): void {
  for (const key of ['mean', 'std'] as const) {
    const { length } = input[key];
    if (length === 1 || length === input.channels) continue;
    const message = `${length} numbers for ${input.channels} ${input.channels === 1 ? 'channel' : 'channels'}: one for all, or one each`;
    ctx.addIssue({ code: 'custom', path: [key], message });
  }
}

/** How a decoded picture becomes the network's input. */
export const InputConfig = z
  .strictObject({
    /** Side of the square input, in pixels. */
    size: z.int().min(8).max(1024).default(64),
    /** Side of the stored working copy, in pixels; twice the size when not given. */
    pack: z.int().min(8).max(2048).optional(),
    channels: z.union([z.literal(1), z.literal(3)]).default(3),
    resize: z.enum(['stretch', 'letterbox', 'centre-crop']).default('stretch'),
    /** Subtracted after scaling to 0-1; one number for all channels, or one each. */
    mean: z.array(z.number()).min(1).max(3).default([0.5]),
    std: z.array(positive).min(1).max(3).default([0.25]),
  })
  .superRefine(requireStatistics);
export type InputConfig = z.output<typeof InputConfig>;

export const SgdConfig = z.strictObject({
  kind: z.literal('sgd'),
  learningRate: positive.default(0.1),
  momentum: z.number().min(0).lt(1).default(0.9),
  nesterov: z.boolean().default(false),
  weightDecay: z.number().min(0).default(1e-4),
});
export type SgdConfig = z.output<typeof SgdConfig>;

export const AdamwConfig = z.strictObject({
  kind: z.literal('adamw'),
  learningRate: positive.default(1e-3),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: positive.default(1e-8),
  weightDecay: z.number().min(0).default(0.05),
  /** Each block's learning rate over that of the block after it; the head's is the rate itself. For fine-tuning. */
  layerDecay: z.number().gt(0).max(1).default(1),
});
export type AdamwConfig = z.output<typeof AdamwConfig>;

/** For very large batches: SimCLR and MoCo v3 use it from about 1024 pictures on. */
export const LarsConfig = z.strictObject({
  kind: z.literal('lars'),
  learningRate: positive.default(0.3),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().min(0).default(1e-6),
  /** Length of a step as a share of the weights' own length, at learning rate 1. */
  trust: positive.default(0.001),
});
export type LarsConfig = z.output<typeof LarsConfig>;

export const OptimizerConfig = z.discriminatedUnion('kind', [SgdConfig, AdamwConfig, LarsConfig]);
export type OptimizerConfig = z.output<typeof OptimizerConfig>;

/** Factor on the learning rate: linear warm-up from 0, then half a cosine down to the final share, or level. */
export const ScheduleConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cosine'),
    warmupEpochs: z.number().min(0).default(0),
    finalFactor: fraction.default(0),
  }),
  z.strictObject({ kind: z.literal('constant'), warmupEpochs: z.number().min(0).default(0) }),
]);
export type ScheduleConfig = z.output<typeof ScheduleConfig>;

/** What every trained task shares about its loop. */
export const training = {
  optimizer: OptimizerConfig.prefault({ kind: 'adamw' }),
  schedule: ScheduleConfig.prefault({ kind: 'cosine' }),
  /**
   * How the learning rate grows with the batch: it is that of 256 pictures, times batchSize / 256 or its square root
   * (arXiv 1706.02677; SimCLR, appendix B.1). `none`: it is the rate itself.
   */
  rateScaling: z.enum(['none', 'linear', 'squareRoot']).default('none'),
  /** Where the weight decay goes by half a cosine, from the optimizer's own; null: it stays (DINO: from 0.04 to 0.4). */
  weightDecayEnd: z.number().min(0).nullable().default(null),
  epochs: z.int().min(1).max(100_000).default(100),
  /** Pictures of one step. */
  batchSize: z.int().min(2).max(8192).default(64),
  /**
   * Equal parts that a step's batch is worked through in, to save memory: their gradients are averaged. A loss that
   * compares the pictures of a batch, and batch norm, see one part at a time.
   */
  accumulateSteps: positiveInt.default(1),
  /** Saves memory: each block keeps its input alone and runs again for its gradient, a third more work. */
  recompute: z.boolean().default(false),
  /** Largest global norm of the gradients; none when null. */
  clipNorm: positive.nullable().default(null),
  /** Largest absolute value in a gradient, after `clipNorm`; none when null. */
  clipValue: positive.nullable().default(null),
  /** `bfloat16`: products and convolutions in the short format, weights and sums as ever; compiled only. */
  precision: z.enum(['float32', 'bfloat16']).default('float32'),
  /** `compiled`: a step is one graph; `eager`: executed operation by operation, the slow reference. */
  engine: z.enum(['compiled', 'eager']).default('compiled'),
  checkpoint: z.strictObject({ everyEpochs: positiveInt.default(10), keep: positiveInt.default(1) }).prefault({}),
};

type Parts = { batchSize: number; accumulateSteps: number };
/** Whether a batch falls into equal parts of at least two pictures. */
export const hasEqualParts = ({ batchSize, accumulateSteps }: Parts): boolean =>
  batchSize % accumulateSteps === 0 && batchSize >= 2 * accumulateSteps;
export const unequalParts = {
  message: 'must divide batchSize into equal parts of at least 2 pictures',
  path: ['accumulateSteps'],
};

type Executor = { engine: 'compiled' | 'eager'; precision: 'float32' | 'bfloat16' };
/** Whether the engine has the precision. */
export const hasPrecision = ({ engine, precision }: Executor): boolean =>
  engine === 'compiled' || precision === 'float32';
export const missingPrecision = {
  message: 'bfloat16 needs the engine "compiled"',
  path: ['precision'],
};

/** A network that starts at random has nothing to keep near its input. */
export const hasNoLayerDecay = ({ optimizer }: { optimizer: OptimizerConfig }): boolean =>
  optimizer.kind !== 'adamw' || optimizer.layerDecay === 1;
export const strayLayerDecay = { message: 'is for a fine-tuning', path: ['optimizer', 'layerDecay'] };

/** kNN on frozen features: votes weighted by exp(cosine similarity / temperature). */
export const KnnConfig = z.strictObject({
  kind: z.literal('knn'),
  k: positiveInt.default(20),
  temperature: positive.default(0.07),
});
export type KnnConfig = z.output<typeof KnnConfig>;

/** Multinomial logistic regression on frozen, standardised features. */
export const LinearProbeConfig = z.strictObject({
  kind: z.literal('linear'),
  /** Inverse strength of the L2 penalty, as scikit-learn's `C`. */
  c: positive.default(1),
  maxIterations: positiveInt.default(200),
});
export type LinearProbeConfig = z.output<typeof LinearProbeConfig>;

export const pretrainSplit = Split.default('train');
