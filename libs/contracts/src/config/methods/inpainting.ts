import { z } from 'zod';
import { DecoderConfig } from './decoder';

/** Context encoder: what was in the hole? */
export const InpaintingConfig = z.strictObject({
  kind: z.literal('inpainting'),
  hole: z
    .discriminatedUnion('kind', [
      /** One square in the middle; `side` as a share of the view's. */
      z.strictObject({ kind: z.literal('central'), side: z.number().gt(0).lt(1).default(0.5) }),
      /** Squares at random places that may overlap. */
      z.strictObject({
        kind: z.literal('blocks'),
        count: z.int().min(1).max(64).default(6),
        side: z.number().gt(0).lt(1).default(0.2),
      }),
    ])
    .prefault({ kind: 'central' }),
  /** Pixels at a hole's edge that are seen and painted all the same, so that the painting joins on. */
  overlap: z.int().min(0).default(2),
  /** How much more the error counts there. */
  overlapWeight: z.number().min(0).default(10),
  adversarial: z
    .strictObject({
      /** Share of the adversarial loss; the rest is the reconstruction's. 0: there is no discriminator. */
      weight: z.number().min(0).lt(1).default(0.001),
      /** Channels of the discriminator's first convolution. */
      width: z.int().min(4).max(256).default(32),
    })
    .prefault({}),
  /** Whether each channel of the coarsest map is mixed over all places before it is decoded. */
  channelwise: z.boolean().default(true),
  decoder: DecoderConfig.prefault({}),
});
export type InpaintingConfig = z.output<typeof InpaintingConfig>;
