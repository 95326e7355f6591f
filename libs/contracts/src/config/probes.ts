import { z } from 'zod';
import { AugmentConfig } from './augment';
import { KnnConfig, LinearProbeConfig } from './parts';

const positive = z.number().positive();

/**
 * Linear heads on frozen features, trained by SGD with momentum and a cosine schedule: one a learning rate, on the same
 * batches. The best on validation is kept. Starts, schedule and no decay are those of DINO's `eval_linear.py`; batch norm
 * in front is that of MAE's `main_linprobe.py` (arXiv 2111.06377, appendix A.1).
 */
export const LinearSweepConfig = z.strictObject({
  kind: z.literal('linearSweep'),
  /** Rates themselves: they do not grow with the batch. */
  learningRates: z.array(positive).min(1).max(32).default([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]),
  epochs: z.int().min(1).max(10_000).default(100),
  /** Pictures of a step; all of them when there are fewer. */
  batchSize: z.int().min(2).max(8192).default(128),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().min(0).default(0),
  /** `batch`: batch norm without scale and offset before the heads, so that one rate fits features of any length. */
  normalise: z.enum(['none', 'batch']).default('batch'),
  /** Changes of the training pictures, drawn anew each epoch; null: the features are computed once. */
  augment: AugmentConfig.nullable().default(null),
});
export type LinearSweepConfig = z.output<typeof LinearSweepConfig>;

export const ProbeConfig = z.discriminatedUnion('kind', [KnnConfig, LinearProbeConfig, LinearSweepConfig]);
export type ProbeConfig = z.output<typeof ProbeConfig>;

/**
 * The probe again on shares of the labelled training pictures, drawn per class. The draws have seeds of their own, so
 * that every run learns from the same pictures, whatever its seed.
 */
export const FewLabelsConfig = z.strictObject({
  fractions: z.array(z.number().gt(0).max(1)).min(1).max(16).default([0.01, 0.05, 0.1, 0.25, 1]),
  /** One draw each; all pictures are drawn once. */
  seeds: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    )
    .min(1)
    .max(100)
    .default([0, 1, 2, 3, 4]),
});
export type FewLabelsConfig = z.output<typeof FewLabelsConfig>;
