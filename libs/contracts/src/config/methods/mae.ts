import { z } from 'zod';
import { MaskConfig } from './mask';

const positiveInt = z.int().positive();

/** Masked autoencoder; needs a ViT. */
export const MaeConfig = z.strictObject({
  kind: z.literal('mae'),
  maskRatio: z.number().gt(0).lt(1).default(0.75),
  mask: MaskConfig.prefault({ kind: 'random' }),
  /** Whether each target patch is normalised by its own mean and variance. */
  normalisePixels: z.boolean().default(true),
  decoder: z
    .strictObject({ width: positiveInt.default(96), depth: positiveInt.default(2), heads: positiveInt.default(3) })
    .refine((d) => d.width % d.heads === 0, { message: 'width must be a multiple of heads', path: ['width'] })
    .prefault({}),
});
export type MaeConfig = z.output<typeof MaeConfig>;
