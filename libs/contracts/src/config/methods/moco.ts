import { z } from 'zod';

const positiveInt = z.int().positive();

/** MoCo v2: a queue of keys from a network that follows slowly. */
export const MocoConfig = z.strictObject({
  kind: z.literal('moco'),
  temperature: z.number().positive().default(0.2),
  /** What the key encoder keeps of itself in each step. */
  momentum: z.number().min(0).max(1).default(0.999),
  /** Keys that wait as negatives; at least as many as a step's pictures. The paper's 65536 is for a million pictures. */
  queue: positiveInt.max(1_048_576).default(4096),
  /** Widths of the projector's layers after the backbone's features. */
  projector: z.array(positiveInt).min(1).max(4).default([512, 128]),
});
export type MocoConfig = z.output<typeof MocoConfig>;
