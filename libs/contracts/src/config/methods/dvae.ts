import { z } from 'zod';

const positive = z.number().positive();
const positiveInt = z.int().positive();

/** Discrete variational autoencoder (arXiv 2102.12092): a picture becomes a grid of code numbers, and a picture again. */
export const DvaeConfig = z.strictObject({
  kind: z.literal('dvae'),
  /** Codes to choose from; the paper has 8192. */
  codes: z.int().min(2).max(65_536).default(512),
  /** Width of a code's vector in the decoder. */
  codeWidth: positiveInt.max(1024).default(64),
  /** `relaxed`: a code is a mixture, which the temperature sharpens; `straightThrough`: one code, with its gradient. */
  sample: z.enum(['relaxed', 'straightThrough']).default('relaxed'),
  /** Of the Gumbel-softmax: from `first` to `final` by half a cosine over `epochs`; over all of them when null. */
  temperature: z
    .strictObject({
      first: positive.default(1),
      final: positive.default(1 / 16),
      epochs: positive.nullable().default(null),
    })
    .prefault({}),
  /** Of the divergence from an even use of all codes, per pixel value; it grows from 0 by half a cosine. */
  divergence: z
    .strictObject({ weight: z.number().min(0).default(0.1), warmupEpochs: z.number().min(0).default(0) })
    .prefault({}),
  /** Channels after the decoder's first doubling of the map; each further one halves them. */
  decoderWidth: z.int().min(4).max(512).default(64),
});
export type DvaeConfig = z.output<typeof DvaeConfig>;
