import { z } from 'zod';

/** Barlow Twins: the two views' embeddings correlate dimension by dimension, and not across dimensions. */
export const BarlowTwinsConfig = z.strictObject({
  kind: z.literal('barlowTwins'),
  /** Weight of the correlations across dimensions. */
  redundancyWeight: z.number().min(0).default(0.0051),
  /** Widths of the projector's layers after the backbone's features; the method gains from wide ones. */
  projector: z.array(z.int().positive()).min(1).max(4).default([1024, 1024, 1024]),
});
export type BarlowTwinsConfig = z.output<typeof BarlowTwinsConfig>;
