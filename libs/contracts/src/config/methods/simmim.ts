import { z } from 'zod';
import { MaskConfig } from './mask';

/** SimMIM (arXiv 2111.09886): the pixels of what is hidden, by one linear layer; needs a ViT. */
export const SimmimConfig = z.strictObject({
  kind: z.literal('simmim'),
  maskRatio: z.number().gt(0).lt(1).default(0.6),
  mask: MaskConfig.prefault({ kind: 'random' }),
});
export type SimmimConfig = z.output<typeof SimmimConfig>;
