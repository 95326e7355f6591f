import { z } from 'zod';
import { DecoderConfig } from './decoder';

/** Denoising autoencoder: from a spoilt picture, the clean one. */
export const DenoisingConfig = z.strictObject({
  kind: z.literal('denoising'),
  noise: z
    .discriminatedUnion('kind', [
      /** Adds normal noise; `sigma` in the pictures' own range of 0 to 1. */
      z.strictObject({ kind: z.literal('gaussian'), sigma: z.number().positive().max(2).default(0.2) }),
      /** Sets a share of the pixels to the input's mean. */
      z.strictObject({ kind: z.literal('masking'), share: z.number().gt(0).lt(1).default(0.25) }),
    ])
    .prefault({ kind: 'gaussian' }),
  decoder: DecoderConfig.prefault({}),
});
export type DenoisingConfig = z.output<typeof DenoisingConfig>;
