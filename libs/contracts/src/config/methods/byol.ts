import { z } from 'zod';

const positiveInt = z.int().positive();
const share = z.number().min(0).max(1);

/** BYOL: predict what a slowly following network makes of another view; no negatives. */
export const ByolConfig = z.strictObject({
  kind: z.literal('byol'),
  /** What the target network keeps of itself in each step, at the first and, by half a cosine, at the last. */
  momentum: share.default(0.996),
  momentumEnd: share.default(1),
  /** Widths of the projector's layers after the backbone's features. */
  projector: z.array(positiveInt).min(1).max(4).default([512, 128]),
  /** Width of the predictor's hidden layer; null: no predictor, which collapses. */
  predictor: positiveInt.nullable().default(512),
});
export type ByolConfig = z.output<typeof ByolConfig>;
