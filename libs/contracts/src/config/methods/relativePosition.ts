import { z } from 'zod';

/** Where does the second patch lie around the first? */
export const RelativePositionConfig = z.strictObject({
  kind: z.literal('relativePosition'),
  /** Side of a patch in pixels; null: the largest whose 3 x 3 layout fits into a view (a multiple of a ViT's patch). */
  side: z.int().positive().nullable().default(null),
  /** Pixels between neighbours, as a share of the side; the paper's 48 of 96. */
  gap: z.number().min(0).max(2).default(0.5),
  /** How far each patch may be moved in each direction, as a share of the side; the paper's 7 of 96. */
  jitter: z
    .number()
    .min(0)
    .max(0.5)
    .default(7 / 96),
  /** Neighbours of each picture's middle patch in a step, drawn without repetition. */
  pairs: z.int().min(1).max(8).default(8),
  /**
   * Against colour fringes that betray the place: `drop` keeps one channel of a patch and puts faint noise in the others,
   * `project` takes the green-magenta axis away. Pictures of one channel stay as they are.
   */
  aberration: z.enum(['drop', 'project', 'none']).default('drop'),
  /** Share of the patches that are brought to fewer pixels and back; the authors' third. */
  pixelated: z
    .number()
    .min(0)
    .max(1)
    .default(1 / 3),
  /** Whether each patch is brought to mean 0 and deviation 1, so that light that fades across the picture says nothing. */
  standardise: z.boolean().default(true),
  /** Widths of hidden layers between two patches' features and the eight classes. */
  hidden: z.array(z.int().positive()).max(3).default([512]),
});
export type RelativePositionConfig = z.output<typeof RelativePositionConfig>;
