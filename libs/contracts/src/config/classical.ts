import { z } from 'zod';
import { RegionsConfig } from './regions';

const positive = z.number().positive();
const classWeights = z.enum(['none', 'balanced']).default('none');
const degrees = z.array(z.number().min(0).lt(360)).min(1).max(16);
/** Parts a side that the picture is cut into; the parts' features are joined. */
const grid = z.int().min(1).max(16).default(1);

/** One description of a grey picture. */
const SingleFeatures = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hog'),
    orientations: z.int().min(2).max(36).default(9),
    /** Side of a cell in pixels; a block is 2 x 2 cells. */
    cell: z.int().min(2).max(64).default(8),
  }),
  /** Shares of the local binary patterns. */
  z.strictObject({
    kind: z.literal('lbp'),
    points: z.int().min(4).max(16).default(8),
    radius: positive.max(32).default(1),
    variant: z.enum(['uniform', 'rotationInvariant']).default('uniform'),
    grid,
  }),
  /** Haralick's properties of co-occurrence matrices. */
  z.strictObject({
    kind: z.literal('glcm'),
    distances: z.array(z.int().min(1).max(64)).min(1).max(8).default([1, 2]),
    angles: degrees.default([0, 45, 90, 135]),
    levels: z.int().min(2).max(256).default(32),
    grid,
  }),
  /** Means and spreads of a Gabor bank's answers. */
  z.strictObject({
    kind: z.literal('gabor'),
    /** Waves a pixel. */
    frequencies: z.array(positive.max(0.5)).min(1).max(8).default([0.1, 0.2, 0.4]),
    angles: degrees.default([0, 45, 90, 135]),
    grid,
  }),
  /** Shares of the grey values. */
  z.strictObject({ kind: z.literal('histogram'), bins: z.int().min(2).max(256).default(32), grid }),
  /** Hu's moments of the grey values: what stands out of black, moved and turned as it may be. */
  z.strictObject({ kind: z.literal('hu'), grid }),
]);
export type SingleFeatures = z.output<typeof SingleFeatures>;

/** How a picture is described: one description, or several side by side. */
export const ClassicalFeatures = z.discriminatedUnion('kind', [
  ...SingleFeatures.options,
  z.strictObject({ kind: z.literal('several'), parts: z.array(SingleFeatures).min(1).max(8) }),
]);
export type ClassicalFeatures = z.output<typeof ClassicalFeatures>;

export function describeFeatures(features: ClassicalFeatures): string {
  return features.kind === 'several' ? features.parts.map(({ kind }) => kind).join(' + ') : features.kind;
}

/** `scale`: one over the number of features times their variance, as scikit-learn's. */
const gamma = z.union([z.literal('scale'), positive]).default('scale');

/** Learners of classes. */
export const ClassLearner = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('linearSvm'),
    c: positive.default(0.1),
    maxIterations: z.int().positive().default(1000),
    classWeights,
  }),
  z.strictObject({
    kind: z.literal('rbfSvm'),
    c: positive.default(1),
    gamma,
    /** Steps at most, for each pair of classes. */
    maxIterations: z.int().positive().default(1_000_000),
    classWeights,
  }),
  z.strictObject({
    kind: z.literal('logisticRegression'),
    c: positive.default(1),
    maxIterations: z.int().positive().default(1000),
    classWeights,
  }),
  /** Stumps, one after the other, each on what the earlier ones got wrong. */
  z.strictObject({
    kind: z.literal('adaBoost'),
    rounds: z.int().min(1).max(2000).default(100),
    learningRate: positive.default(1),
    classWeights,
  }),
  z.strictObject({
    kind: z.literal('randomForest'),
    trees: z.int().min(1).max(2000).default(200),
    /** Null: until the leaves are pure. */
    maxDepth: z.int().min(1).nullable().default(null),
    minLeaf: z.int().min(1).default(1),
    classWeights,
  }),
  z.strictObject({
    kind: z.literal('knn'),
    k: z.int().min(1).max(500).default(5),
    /** Whether a near neighbour counts for more. */
    weights: z.enum(['uniform', 'distance']).default('uniform'),
  }),
]);
export type ClassLearner = z.output<typeof ClassLearner>;

/** Learners of good rows alone, which score how far a row is from them. */
export const GoodLearner = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oneClassSvm'),
    /** Share of the training rows that may lie outside. */
    nu: z.number().gt(0).max(1).default(0.1),
    gamma,
    /** Rows that it learns from at most, drawn with the seed. */
    rows: z.int().min(2).max(20_000).default(1000),
  }),
  /** A Gaussian of the rows. */
  z.strictObject({
    kind: z.literal('mahalanobis'),
    /** Added to the covariance's diagonal. */
    regularisation: positive.default(0.01),
  }),
  /** Mean distance to the k nearest rows. */
  z.strictObject({
    kind: z.literal('nearest'),
    k: z.int().min(1).max(100).default(1),
    /** Rows that are kept at most, drawn with the seed. */
    rows: z.int().min(2).max(20_000).default(2000),
  }),
]);
export type GoodLearner = z.output<typeof GoodLearner>;

export const ClassicalLearner = z.discriminatedUnion('kind', [...ClassLearner.options, ...GoodLearner.options]);
export type ClassicalLearner = z.output<typeof ClassicalLearner>;

/** Tries all combinations of the grid on folds of the training pictures and keeps the best, the first of equals. */
export const SearchConfig = z.strictObject({
  folds: z.int().min(2).max(20).default(5),
  /** Values by the name of the learner's field. */
  grid: z.record(
    z.string(),
    z
      .array(z.union([z.number(), z.string(), z.null()]))
      .min(1)
      .max(20),
  ),
  /** What is compared: the share that is right, of all pictures or averaged over classes. */
  metric: z.enum(['accuracy', 'balancedAccuracy']).default('balancedAccuracy'),
});
export type SearchConfig = z.output<typeof SearchConfig>;

/** Most combinations that are tried. */
const MAX_COMBINATIONS = 200;

/**
 * The learner with every combination of the grid's values.
 *
 * @throws ZodError when a name is not one of its fields or a value does not fit
 */
export function gridLearners(learner: ClassicalLearner, { grid }: SearchConfig): ClassicalLearner[] {
  let combinations: Record<string, unknown>[] = [{}];
  for (const [field, values] of Object.entries(grid)) {
    combinations = combinations.flatMap((known) => values.map((value) => ({ ...known, [field]: value })));
  }
  return combinations.map((changes) => ClassicalLearner.parse({ ...learner, ...changes }));
}

/** A model of the good pictures alone, instead of one of the classes. */
export const GoodOnlyConfig = z.strictObject({
  /**
   * Null: a picture is one row, and there is no map. Otherwise each cut-out is a row, all positions share one model, and
   * a picture's score is the largest value of the map of its cut-outs' scores.
   */
  cuts: z
    .strictObject({
      /** Side in pixels of the input. */
      size: z.int().min(4).max(256).default(32),
      stride: z.int().min(1).max(256).default(8),
    })
    .nullable()
    .default(null),
  /** See the anomaly task's threshold. */
  quantile: z.number().min(0.5).max(1).default(0.99),
});
export type GoodOnlyConfig = z.output<typeof GoodOnlyConfig>;

/** What the classical task adds to a run's common fields. */
export const classicalFields = {
  features: ClassicalFeatures.prefault({ kind: 'hog' }),
  /** Whether it also learns from the seven mirrorings and quarter turns of each training picture. */
  mirrors: z.boolean().default(false),
  learner: ClassicalLearner.prefault({ kind: 'linearSvm' }),
  /** How features are brought to one scale before a learner that measures distances; trees need none. */
  scaling: z.enum(['standard', 'minMax', 'none']).default('standard'),
  search: SearchConfig.nullable().default(null),
  goodOnly: GoodOnlyConfig.nullable().default(null),
  /** Where defects are, by hand-made rules, instead of what a picture shows. */
  regions: RegionsConfig.nullable().default(null),
};

type ClassicalFields = {
  mirrors: boolean;
  learner: ClassicalLearner;
  search: SearchConfig | null;
  goodOnly: GoodOnlyConfig | null;
  regions: RegionsConfig | null;
  input: { size: number };
};

/** Says what in a classical config does not go together. */
export function checkClassical(
  { mirrors, learner, search, goodOnly, regions, input }: ClassicalFields,
  { addIssue }: { addIssue(issue: { code: 'custom'; message: string; path: string[] }): void },
): void {
  const refuse = (path: string[], message: string) => addIssue({ code: 'custom', message, path });
  const isGoodLearner = GoodLearner.options.some(({ shape }) => shape.kind.value === learner.kind);
  if (goodOnly && !isGoodLearner) refuse(['learner', 'kind'], `${learner.kind} tells classes apart: use mahalanobis`);
  if (!goodOnly && isGoodLearner)
    refuse(['learner', 'kind'], `${learner.kind} knows good pictures alone: set goodOnly to {}`);
  if (goodOnly && mirrors) refuse(['mirrors'], 'a model of good pictures alone takes them as they are');
  if (goodOnly?.cuts && goodOnly.cuts.size > input.size) {
    refuse(['goodOnly', 'cuts', 'size'], `a cut-out of ${goodOnly.cuts.size} does not fit into ${input.size} pixels`);
  }
  if (regions && (goodOnly || search)) {
    refuse(
      [goodOnly ? 'goodOnly' : 'search'],
      'regions are no rows of features: use regions.search, or leave regions out',
    );
  }
  if (!search) return;
  if (goodOnly) refuse(['search'], 'without classes there is nothing to choose by');
  const combinations = Object.values(search.grid).reduce((product, values) => product * values.length, 1);
  if (combinations > MAX_COMBINATIONS) {
    refuse(['search', 'grid'], `${combinations} combinations, more than ${MAX_COMBINATIONS}`);
  }
  for (const [field, values] of Object.entries(search.grid)) {
    if (field === 'kind') refuse(['search', 'grid', field], 'a search stays with one kind of learner');
    for (const value of values) {
      const parsed = ClassicalLearner.safeParse({ ...learner, [field]: value });
      if (!parsed.success)
        refuse(['search', 'grid', field], `${JSON.stringify(value)} is no ${field} of ${learner.kind}`);
    }
  }
}
