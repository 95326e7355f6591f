import { z } from 'zod';

/** A small convolutional decoder from a backbone's coarsest map; it is thrown away after pretraining. */
export const DecoderConfig = z.strictObject({
  /** Channels after the first doubling of the map; each further doubling halves them, down to 16. */
  width: z.int().min(4).max(512).default(64),
});
export type DecoderConfig = z.output<typeof DecoderConfig>;
