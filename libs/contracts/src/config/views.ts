import { z } from 'zod';
import { BlurConfig, ColourConfig } from './augment';

/** What a method sees of a picture. How many whole views there are, the method says. */
export const ViewsConfig = z.strictObject({
  /**
   * Where the second view comes from. `augment`: the same picture; `group`: another picture of its group, for instance
   * the same part at another exposure; `template`: its sound template. A picture without one stands for itself.
   */
  pairs: z.enum(['augment', 'group', 'template']).default('augment'),
  /** Changes of the second view that are not those of the first (BYOL, MoCo v3 and DINO tell the two apart). */
  second: z
    .strictObject({
      colour: ColourConfig.optional(),
      blur: BlurConfig.optional(),
      solarise: z.number().min(0).max(1).optional(),
    })
    .nullable()
    .default(null),
  /** Small crops beside the whole views (multi-crop, SwAV and DINO). */
  local: z
    .strictObject({
      count: z.int().min(1).max(16).default(6),
      /** Side in pixels. */
      size: z.int().min(8).max(1024).default(32),
      /** Share of the area that a small crop shows; the whole views follow `augment.crop`. */
      minScale: z.number().gt(0).max(1).default(0.05),
      maxScale: z.number().gt(0).max(1).default(0.4),
    })
    .refine((local) => local.minScale <= local.maxScale, 'minScale above maxScale')
    .nullable()
    .default(null),
});
export type ViewsConfig = z.output<typeof ViewsConfig>;
