import { z } from 'zod';

const positiveInt = z.int().positive();
const share = z.number().min(0).max(1);

/** MoCo v3: no queue, a predictor, and keys from a network that follows slowly. */
export const MocoV3Config = z.strictObject({
  kind: z.literal('mocoV3'),
  temperature: z.number().positive().default(0.2),
  /** What the key encoder keeps of itself in each step, at the first and, by half a cosine, at the last. */
  momentum: share.default(0.99),
  momentumEnd: share.default(1),
  /** Widths of the projector's layers after the backbone's features; the authors take three for a ViT, two for a ResNet. */
  projector: z.array(positiveInt).min(1).max(4).default([512, 512, 128]),
  /** Width of the predictor's hidden layer; null: no predictor. */
  predictor: positiveInt.nullable().default(512),
  /** Whether a ViT's patch projection stays as it was drawn, which keeps the training steady. */
  fixedPatchProjection: z.boolean().default(true),
});
export type MocoV3Config = z.output<typeof MocoV3Config>;
