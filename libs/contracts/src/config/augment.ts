import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const positive = z.number().positive();

/** Colour jitter, SimCLR appendix A: strength of each factor; applied with this probability. */
export const ColourConfig = z.strictObject({
  probability: fraction.default(0),
  brightness: z.number().min(0).max(1).default(0.4),
  contrast: z.number().min(0).max(1).default(0.4),
  saturation: z.number().min(0).max(1).default(0.4),
  hue: z.number().min(0).max(0.5).default(0.1),
});

export const BlurConfig = z
  .strictObject({ probability: fraction.default(0), minSigma: positive.default(0.1), maxSigma: positive.default(2) })
  .refine((blur) => blur.minSigma <= blur.maxSigma, 'minSigma above maxSigma');

/** Random changes of a picture, drawn anew for every picture and view; all off by default. */
export const AugmentConfig = z.strictObject({
  /** Random resized crop: share of the area and ratio of width to height. */
  crop: z
    .strictObject({
      minScale: z.number().gt(0).max(1).default(0.2),
      maxScale: z.number().gt(0).max(1).default(1),
      minRatio: positive.default(3 / 4),
      maxRatio: positive.default(4 / 3),
    })
    .refine((crop) => crop.minScale <= crop.maxScale && crop.minRatio <= crop.maxRatio, 'minimum above maximum')
    .nullable()
    .default(null),
  /** Probability of each mirroring. */
  flip: z.strictObject({ horizontal: fraction.default(0), vertical: fraction.default(0) }).prefault({}),
  colour: ColourConfig.prefault({}),
  /** Probability of losing the colour. */
  grey: fraction.default(0),
  blur: BlurConfig.prefault({}),
  /** Probability that values above one half are inverted (BYOL, arXiv 2006.07733, appendix B). */
  solarise: fraction.default(0),
});
export type AugmentConfig = z.output<typeof AugmentConfig>;
