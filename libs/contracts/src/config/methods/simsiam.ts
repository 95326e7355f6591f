import { z } from 'zod';

const positiveInt = z.int().positive();

/** SimSiam: predict one's own other view through a stopped gradient; no negatives, no second network. */
export const SimsiamConfig = z.strictObject({
  kind: z.literal('simsiam'),
  /** Widths of the projector's layers after the backbone's features. */
  projector: z.array(positiveInt).min(1).max(4).default([512, 512, 512]),
  /** Width of the predictor's hidden layer, a quarter of the embedding's; null: no predictor, and no learning. */
  predictor: positiveInt.nullable().default(128),
});
export type SimsiamConfig = z.output<typeof SimsiamConfig>;
