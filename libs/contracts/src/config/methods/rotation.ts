import { z } from 'zod';

/** Which of four quarter turns was a picture given? */
export const RotationConfig = z.strictObject({
  kind: z.literal('rotation'),
  /** Widths of hidden layers between the features and the four classes; the paper has none. */
  hidden: z.array(z.int().positive()).max(3).default([]),
});
export type RotationConfig = z.output<typeof RotationConfig>;
