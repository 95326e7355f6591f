import { z } from 'zod';
import { BackboneConfig } from './config/backbones';
import { InputConfig, requireStatistics } from './config/parts';
import { Digest } from './names';

/** How a picture becomes the input that some weights were trained on. */
export const WeightsInput = z
  .strictObject({
    size: InputConfig.shape.size.unwrap(),
    channels: z.union([z.literal(1), z.literal(3)]),
    resize: z.enum(['stretch', 'letterbox', 'centre-crop']),
    mean: z.array(z.number()).min(1).max(3),
    std: z.array(z.number().positive()).min(1).max(3),
  })
  .superRefine(requireStatistics);
export type WeightsInput = z.output<typeof WeightsInput>;

/** What is known of pretrained weights that were brought in under a name. */
export const WeightsFacts = z.object({
  backbone: BackboneConfig,
  input: WeightsInput,
  /** Outputs of the classifier that came with them; null without one. */
  classes: z.int().positive().nullable(),
  source: z.object({
    /** What the file was found to be, in words. */
    words: z.string(),
    /** The file's name, or where it was fetched from. */
    from: z.string(),
    /** SHA-256 of the file as it came. */
    digest: Digest,
  }),
  licence: z.string().nullable(),
  /** Tensors of the network that the file lacked: they start as drawn. */
  missing: z.array(z.string()),
});
export type WeightsFacts = z.output<typeof WeightsFacts>;
