import { z } from 'zod';

/** In which of some orders were the nine tiles of a picture put? */
export const JigsawConfig = z.strictObject({
  kind: z.literal('jigsaw'),
  /** Orders that are told apart; 100 in the authors' code. */
  permutations: z.int().min(2).max(1000).default(100),
  /** Side of a tile in pixels; null: the paper's 64 of 75 of a ninth of the view (a multiple of a ViT's patch). */
  side: z.int().positive().nullable().default(null),
  /** Pixels by which the colour channels of a tile are moved against each other at most; the paper's 2. */
  channelShift: z.int().min(0).max(8).default(2),
  /** Whether each tile is brought to mean 0 and deviation 1. */
  standardise: z.boolean().default(true),
  /** Width of each tile's features before they are joined; fc6 has 1024 in the authors' code. */
  tileWidth: z.int().positive().default(256),
  /** Widths of hidden layers between nine tiles' features and the orders. */
  hidden: z.array(z.int().positive()).max(3).default([512]),
});
export type JigsawConfig = z.output<typeof JigsawConfig>;
