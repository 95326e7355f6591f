import { z } from 'zod';

const positiveInt = z.int().positive();

/** Which patches are hidden; how many is said elsewhere, and always kept to exactly. */
export const MaskConfig = z.discriminatedUnion('kind', [
  /** Any, alike; in squares of `unit` x `unit` patches that go together (SimMIM hides 32 pixels of patches of 16). */
  z.strictObject({ kind: z.literal('random'), unit: positiveInt.max(16).default(1) }),
  /** Rectangles, until there are enough (BEiT, arXiv 2106.08254, algorithm 1). */
  z.strictObject({
    kind: z.literal('block'),
    /** Patches of a rectangle; the paper's 16 are of a grid of 14 x 14. */
    minPatches: positiveInt.default(4),
    /** Height over width is between this and its inverse. */
    minAspect: z.number().gt(0).max(1).default(0.3),
  }),
  /** All but every k-th patch along both sides, so that what stays is spread evenly (MAE's figure 6 has 2). */
  z.strictObject({ kind: z.literal('grid'), every: z.int().min(2).max(16).default(2) }),
  /** Patches with much local contrast first. */
  z.strictObject({
    kind: z.literal('saliency'),
    /** 0: by contrast alone; 1: by chance alone. */
    chance: z.number().min(0).max(1).default(0),
  }),
]);
export type MaskConfig = z.output<typeof MaskConfig>;
