import { z } from 'zod';
import { DecoderConfig } from './decoder';

/** From a picture without its colour (or without its brightness), what was taken away. */
export const ColourisationConfig = z.strictObject({
  kind: z.literal('colourisation'),
  /**
   * `colour`: from the lightness, the colour in 313 bins of Lab's ab plane. `intensity`, for grey pictures: from the
   * strength of the edges, the brightness in `levels`.
   */
  target: z.enum(['colour', 'intensity']).default('colour'),
  /** Levels of brightness; for `intensity` alone. */
  levels: z.int().min(5).max(256).default(32),
  /** Pixels of the view along one side of a predicted place. */
  stride: z.int().min(1).max(32).default(4),
  /** Bins that a value is spread over, the nearest ones; the paper's 5. */
  neighbours: z.int().min(1).max(5).default(5),
  /** Part of the even distribution in the one that rare bins are weighed up by; 1: all count the same. */
  evenShare: z.number().gt(0).max(1).default(0.5),
  /** How slowly the running distribution of the bins follows the batches. */
  priorMomentum: z.number().min(0).lt(1).default(0.99),
  decoder: DecoderConfig.prefault({}),
});
export type ColourisationConfig = z.output<typeof ColourisationConfig>;
