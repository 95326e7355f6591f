import { z } from 'zod';
import { Digest } from '../names';

/** Share of the pictures that skip the last block's branches in training; blocks before it skip less, the first none. */
const dropPath = z.number().min(0).lt(1).default(0);

export const ResnetConfig = z.strictObject({
  kind: z.literal('resnet'),
  /** 18, 34, 50 and 101 are torchvision's; 10 has one block a stage. From 50 on the blocks are bottlenecks. */
  depth: z.literal([10, 18, 34, 50, 101]).default(18),
  /** Channels of the first stage's 3 x 3 convolutions; the paper's is 64. */
  width: z.int().min(4).max(256).default(64),
  /** `imagenet`: 7 x 7 stride 2 and max pooling; `small`: 3 x 3 stride 1, as for CIFAR. */
  stem: z.enum(['imagenet', 'small']).default('imagenet'),
  /** What weighs a block's channels (squeeze-and-excitation), or its channels and places (CBAM). */
  attention: z.enum(['none', 'squeezeExcite', 'cbam']).default('none'),
});
export type ResnetConfig = z.output<typeof ResnetConfig>;

/** ViT-Ti by default (width 192, 12 blocks, 3 heads), with any patch. */
export const VitConfig = z
  .strictObject({
    kind: z.literal('vit'),
    patch: z.int().min(2).max(64).default(16),
    width: z.int().min(16).max(1024).default(192),
    depth: z.int().min(1).max(32).default(12),
    heads: z.int().min(1).max(16).default(3),
    /** What stands for the picture: the class token, or the mean of the patches. */
    pool: z.enum(['token', 'mean']).default('token'),
    /** Position embeddings: learned, or sines and cosines that stay as they are (MoCo v3). */
    positions: z.enum(['learned', 'sincos']).default('learned'),
    dropPath,
  })
  .refine((vit) => vit.width % vit.heads === 0, { message: 'width must be a multiple of heads', path: ['width'] });
export type VitConfig = z.output<typeof VitConfig>;

export const EFFICIENT_NET_VARIANTS = ['b0', 'b1', 'b2', 'b3', 'b4', 'lite0'] as const;

/** EfficientNet (arXiv 1905.11946); `lite0` without squeeze-and-excitation and with ReLU6, for small devices. */
export const EfficientNetConfig = z.strictObject({
  kind: z.literal('efficientnet'),
  variant: z.enum(EFFICIENT_NET_VARIANTS).default('b0'),
  /**
   * Whose weights it computes with: `pytorch` pads alike on both sides, epsilon 1e-5 in batch norm (timm's
   * `efficientnet_*`); `tensorflow` pads as TensorFlow's `SAME`, epsilon 1e-3 (the authors' weights, timm's
   * `tf_efficientnet_*`, and the packages efficientnet-pytorch and efficientnet-lite-pytorch).
   */
  convention: z.enum(['pytorch', 'tensorflow']).default('pytorch'),
  dropPath,
});
export type EfficientNetConfig = z.output<typeof EfficientNetConfig>;

/** A network of the user's own, built by a TypeScript file: docs/guides/backbones.md. */
export const ModuleConfig = z.strictObject({
  kind: z.literal('module'),
  /** Its name says what it is for, so that no other code can be named here and executed. */
  file: z.string().endsWith('.backbone.ts', 'must be a file whose name ends in .backbone.ts'),
  /** SHA-256 of the file; set when the run is queued, and held to when it is executed. */
  digest: Digest.nullable().default(null),
  /** Passed to the file as they are. */
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.number())])).default({}),
});
export type ModuleConfig = z.output<typeof ModuleConfig>;

export const BackboneConfig = z.discriminatedUnion('kind', [ResnetConfig, VitConfig, EfficientNetConfig, ModuleConfig]);
export type BackboneConfig = z.output<typeof BackboneConfig>;

const ATTENTIONS = { none: '', squeezeExcite: 'se-', cbam: 'cbam-' } as const;

/** A backbone's short facts that tables show. */
export function describeBackbone(backbone: BackboneConfig): string {
  switch (backbone.kind) {
    case 'resnet':
      // A stored config may be older than the field.
      return `${ATTENTIONS[backbone.attention ?? 'none']}resnet-${backbone.depth} width ${backbone.width}`;
    case 'vit':
      return `vit ${backbone.width} x ${backbone.depth} patch ${backbone.patch}`;
    case 'efficientnet':
      return `efficientnet-${backbone.variant}`;
    case 'module':
      return `module ${backbone.file.split(/[\\/]/).at(-1)}`;
  }
}

/** The same network with all of its branches, for a teacher. */
export function withoutDropPath(backbone: BackboneConfig): BackboneConfig {
  return 'dropPath' in backbone ? { ...backbone, dropPath: 0 } : backbone;
}
