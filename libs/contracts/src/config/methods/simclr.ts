import { z } from 'zod';

export const SimclrConfig = z.strictObject({
  kind: z.literal('simclr'),
  temperature: z.number().positive().default(0.5),
  /** Widths of the projector's layers after the backbone's features. */
  projector: z.array(z.int().positive()).min(1).max(4).default([512, 128]),
});
export type SimclrConfig = z.output<typeof SimclrConfig>;
