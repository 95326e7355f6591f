import { z } from 'zod';

/** One line of `assay doctor`. */
export const DoctorCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  /** What to do when it is not ok. */
  fix: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

export const ComparisonGroup = z.object({
  key: z.string(),
  n: z.int(),
  mean: z.number(),
  std: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  values: z.array(
    z.object({
      run: z.string(),
      seed: z.int(),
      value: z.number(),
      /** Which fold of a cross-validation it was measured on; absent where the run has none. */
      fold: z.object({ index: z.int(), repeat: z.int() }).optional(),
    }),
  ),
  /** Where the runs are folds: how many, in how many repetitions, and the mean number of pictures of a fold. */
  folds: z
    .object({ of: z.int(), repeats: z.int(), train: z.number().nullable(), test: z.number().nullable() })
    .optional(),
  /** False when the seeds share one pretraining, so that the spread leaves out a part of the noise. */
  isPretrainingRepeated: z.boolean(),
});
export type ComparisonGroup = z.infer<typeof ComparisonGroup>;

export const Difference = z.object({
  a: z.string(),
  b: z.string(),
  /** Mean of a minus mean of b. */
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: z.number().nullable(),
  /** `welch` over seeds, `resampledT` over folds, `none` where the two cannot be held against each other. */
  test: z.string(),
});
export type Difference = z.infer<typeof Difference>;

/** What `assay compare --json` prints; 95 % intervals by Student's t, p by Welch, null below 3 seeds. */
export const Comparison = z.object({
  experiment: z.string(),
  metric: z.string(),
  groups: z.array(ComparisonGroup),
  differences: z.array(Difference),
  /** Config paths on which the groups differ, with each group's values. */
  configDifferences: z.array(z.object({ path: z.string(), values: z.record(z.string(), z.string()) })),
  /** Words that the reader must see: figures of different test pictures, unfinished runs, too few seeds. */
  warnings: z.array(z.string()),
});
export type Comparison = z.infer<typeof Comparison>;

/** One condition of the promotion gate. */
export const GateCondition = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });
export type GateCondition = z.infer<typeof GateCondition>;

/** What a promotion rests on; stored with the event and never changed. */
export const PromotionEvidence = z.object({
  run: z.string(),
  metric: z.string(),
  value: z.number().nullable(),
  datasetDigest: z.string(),
  comparedWith: z.object({ version: z.int(), value: z.number().nullable() }).nullable(),
  conditions: z.array(GateCondition),
});
export type PromotionEvidence = z.infer<typeof PromotionEvidence>;
