import { z } from 'zod';

const weight = z.number().min(0);

/** VICReg: views agree, every dimension varies, no two dimensions vary together. */
export const VicregConfig = z.strictObject({
  kind: z.literal('vicreg'),
  /** Weights of the three terms. */
  invariance: weight.default(25),
  variance: weight.default(25),
  covariance: weight.default(1),
  /** Widths of the expander's layers after the backbone's features; the method gains from wide ones. */
  projector: z.array(z.int().positive()).min(1).max(4).default([1024, 1024, 1024]),
});
export type VicregConfig = z.output<typeof VicregConfig>;
