import { z } from 'zod';
import { MaskConfig } from './mask';
import { TokenizerConfig } from './tokenizer';

/** BEiT (arXiv 2106.08254): foretell the codes of what is hidden; needs a ViT. */
export const BeitConfig = z.strictObject({
  kind: z.literal('beit'),
  /** The paper hides 75 of 196 patches. */
  maskRatio: z.number().gt(0).lt(1).default(0.4),
  mask: MaskConfig.prefault({ kind: 'block' }),
  tokenizer: TokenizerConfig.prefault({ kind: 'random' }),
});
export type BeitConfig = z.output<typeof BeitConfig>;
