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

/** What a test found; numbers are null where they cannot be told, and `says` gives the reason. */
export const Tested = z.object({
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: z.number().nullable(),
  /** In words what may be said, and of what. */
  says: z.string(),
});
export type Tested = z.infer<typeof Tested>;

/** One of several that were looked at: `pAdjusted` by Holm, p itself when there is one. */
const Corrected = Tested.extend({ pAdjusted: z.number().nullable() });

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
  /** By Holm over all differences of the answer; p itself when there is one. */
  pAdjusted: z.number().nullable(),
  /** In words what may be said of training again with other seeds. */
  says: z.string(),
  /** Seed by seed, where both groups have the same seeds (3 or more), each once. */
  paired: z.object({ seeds: z.array(z.int()), tTest: Corrected, wilcoxon: Corrected }).nullable(),
  /** Whether the means differ by less than the margin that was asked for (two one-sided tests); low and high at 90 %. */
  equivalence: Tested.extend({ margin: z.number(), isEquivalent: z.boolean().nullable() }).nullable(),
  /** Seeds a group that would find a difference as large as this one with a chance of 80 %. */
  sampleSize: z.object({ perGroup: z.int().nullable(), more: z.int().nullable(), says: z.string() }).nullable(),
});
export type Difference = z.infer<typeof Difference>;

/** Two groups on the same test pictures, from the predictions that their runs stored. */
export const PictureDifference = z.object({
  a: z.string(),
  b: z.string(),
  split: z.string(),
  /** Pictures that all runs of both groups have predicted. */
  pictures: z.int(),
  /** Parts (or patients) that they belong to and that are then what is drawn; null when each stands alone. */
  groups: z.int().nullable(),
  /** Runs of each side, over which a figure is averaged. */
  runs: z.object({ a: z.int(), b: z.int() }),
  /** Paired bootstrap of the mean over each group's runs. */
  figures: z.array(Corrected.extend({ figure: z.string() })),
  /** The two runs of a seed beside each other, as two models and not as a mean. */
  bySeed: z.array(
    z.object({
      seed: z.int(),
      mcnemar: Tested.extend({ onlyA: z.int(), onlyB: z.int() }).nullable(),
      delong: Tested.nullable(),
    }),
  ),
  /** What the answer speaks of, or why there is none. */
  says: z.string(),
});
export type PictureDifference = z.infer<typeof PictureDifference>;

/** What `assay compare --json` prints; 95 % intervals by Student's t, p by Welch, null below 3 seeds. */
export const Comparison = z.object({
  experiment: z.string(),
  metric: z.string(),
  groups: z.array(ComparisonGroup),
  differences: z.array(Difference),
  /** On the same test pictures, where it was asked for. */
  pictures: z.array(PictureDifference).optional(),
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
