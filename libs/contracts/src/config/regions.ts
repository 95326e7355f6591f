import { z } from 'zod';

const greyLevel = z.number().min(0).max(255);
const polarity = z.enum(['dark', 'bright', 'both']);

const GLOBAL_METHODS = ['otsu', 'yen', 'li', 'triangle'] as const;
const LOCAL_METHODS = ['sauvola', 'niblack', 'adaptive-mean', 'adaptive-gaussian'] as const;
/** Where one threshold parts two sides, nothing lies between them: `both` would be the whole picture. */
const ONE_SIDED: readonly string[] = [...GLOBAL_METHODS, 'sauvola', 'niblack'];

/** What is darker or brighter than a threshold, of the whole picture or of each place. */
export const ThresholdRegions = z
  .strictObject({
    kind: z.literal('threshold'),
    method: z.enum([...GLOBAL_METHODS, 'multi-otsu', 'fixed', ...LOCAL_METHODS]).default('otsu'),
    /** Which side of the threshold is a defect. */
    polarity: polarity.default('dark'),
    /** `fixed`: the grey level. */
    level: greyLevel.default(128),
    /** `multi-otsu`: parts of the grey levels; the outermost ones are the dark and the bright. */
    parts: z.int().min(3).max(5).default(3),
    /** Local methods: side of the window in pixels. */
    block: z
      .int()
      .min(3)
      .max(511)
      .refine((side) => side % 2 === 1, { message: 'odd, so that a pixel stands in its middle' })
      .default(51),
    /** `sauvola`, `niblack`: how many local deviations away. */
    k: z.number().min(-2).max(2).default(0.2),
  })
  .refine((from) => from.polarity !== 'both' || !ONE_SIDED.includes(from.method), {
    message: 'one threshold has nothing outside both sides: use multi-otsu, fixed or an adaptive method',
    path: ['polarity'],
  });

/** What differs from the same part in a sound state: the picture's own template, moved onto it. */
export const TemplateRegions = z.strictObject({
  kind: z.literal('template'),
  polarity: polarity.default('both'),
  /** Grey levels that a pixel may differ by. */
  tolerance: greyLevel.default(64),
  /** `shift` moves the template by whole pixels to where it differs least from the picture. */
  registration: z.enum(['none', 'shift']).default('shift'),
  /** Largest shift that is tried, each way, in pixels. */
  maxShift: z.int().min(0).max(256).default(16),
  /** An edge of the template may lie so many pixels elsewhere. */
  edgeTolerance: z.int().min(0).max(16).default(1),
});

/** What stands out of the picture without its details. */
export const BackgroundRegions = z.strictObject({
  kind: z.literal('background'),
  polarity: polarity.default('dark'),
  /** How the details are taken away: the window's mean or median, a Gaussian. */
  method: z.enum(['mean', 'median', 'gaussian']).default('gaussian'),
  /** Half the window's side, or the Gaussian's standard deviation, in pixels. */
  radius: z.int().min(1).max(255).default(15),
  /** How many deviations of the difference (by its median, so that defects do not count) a defect lies beyond. */
  deviations: z.number().min(0).max(50).default(4),
});

export const RegionSource = z.discriminatedUnion('kind', [ThresholdRegions, TemplateRegions, BackgroundRegions]);
export type RegionSource = z.output<typeof RegionSource>;

export const MorphologyStep = z.strictObject({
  operation: z.enum(['erode', 'dilate', 'open', 'close', 'fillHoles']),
  /** Of the disk, in pixels; `fillHoles` has none. */
  radius: z.int().min(1).max(64).default(1),
});
export type MorphologyStep = z.output<typeof MorphologyStep>;

/**
 * The free parameters, each offset with each area, on annotated pictures; the pair with the best main figure is kept.
 * The config's own pair is tried too, and wins when nothing is better.
 */
export const RegionSearch = z.strictObject({
  /** Test pictures are never searched on. */
  split: z.enum(['train', 'validation']).default('train'),
  /** Pictures at most, drawn with the run's seed. */
  pictures: z.int().min(1).max(10_000).default(60),
  /** Values of `offset`. */
  offsets: z
    .array(z.number().min(-255).max(255))
    .min(1)
    .max(64)
    .default([-40, -30, -20, -15, -10, -5, 0, 5, 10, 15, 20, 30, 40]),
  /** Values of `minArea`. */
  minAreas: z.array(z.int().min(1)).min(1).max(32).default([4, 8, 16, 32, 64, 128, 256]),
});
export type RegionSearch = z.output<typeof RegionSearch>;

/** Defects by hand-made rules: which pixels stand out, what is joined and dropped, and what a region is called. */
export const RegionsConfig = z
  .strictObject({
    output: z.enum(['masks', 'boxes']),
    from: RegionSource,
    /** What of a picture in colour is looked at; grey is Rec. 601. */
    channel: z.enum(['grey', 'red', 'green', 'blue', 'saturation']).default('grey'),
    /** Grey levels further away from (above 0) or nearer to the sound side than the threshold. */
    offset: z.number().min(-255).max(255).default(0),
    /** In order. */
    morphology: z.array(MorphologyStep).max(8).default([]),
    /** Pixels of the smallest and the largest region that counts; regions touch by sides and corners. */
    minArea: z.int().min(1).default(16),
    maxArea: z.int().positive().nullable().default(null),
    /** A box is so many pixels larger on each side than its region, as people draw them. */
    margin: z.int().min(0).max(64).default(0),
    /** `one`: a region is a defect. `learner`: the run's learner tells the classes apart by shape and contrast. */
    classes: z.enum(['one', 'learner']).default('one'),
    /** What orders the regions: the mean contrast beyond the threshold, or its sum. */
    score: z.enum(['mean', 'sum']).default('mean'),
    search: RegionSearch.nullable().default(null),
  })
  .refine(({ minArea, maxArea }) => maxArea === null || maxArea >= minArea, {
    message: 'at least minArea',
    path: ['maxArea'],
  });
export type RegionsConfig = z.output<typeof RegionsConfig>;

/** A config's short facts that tables show. */
export function describeRegions({ from, output }: RegionsConfig): string {
  const source = from.kind === 'threshold' ? `${from.method} threshold` : `${from.kind} difference`;
  return `${source} to ${output}`;
}
