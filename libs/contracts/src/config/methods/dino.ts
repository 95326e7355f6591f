import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const positive = z.number().positive();
const positiveInt = z.int().positive();

/** Self-distillation without labels: a student tells what its own slow average, the teacher, sees in other views. */
export const DinoConfig = z.strictObject({
  kind: z.literal('dino'),
  head: z
    .strictObject({
      /** Layers before the last one. */
      layers: z.int().min(1).max(6).default(3),
      hidden: positiveInt.default(2048),
      bottleneck: positiveInt.default(256),
      /** Width of the distributions that are compared; the paper has 65536. */
      outputs: z.int().min(2).default(4096),
      /** Batch norm in the head; the paper has none with a ViT. */
      hasBatchNorm: z.boolean().default(false),
      /** Whether the last layer's rows keep length 1. Learned lengths can do better, and can make it unstable. */
      isNormFixed: z.boolean().default(true),
    })
    .prefault({}),
  studentTemperature: positive.default(0.1),
  /** From `first` to `final` in even steps, one an epoch. */
  teacherTemperature: z
    .strictObject({
      first: positive.default(0.04),
      final: positive.default(0.07),
      warmupEpochs: z.int().min(0).default(30),
    })
    .prefault({}),
  /** Of the teacher at the first step; it goes to 1 by half a cosine. Higher for small batches (0.9995 for 256). */
  teacherMomentum: fraction.default(0.996),
  /** Takes the mean of what the teacher gave from what it gives. Without it training collapses. */
  centering: z.boolean().default(true),
  centerMomentum: fraction.default(0.9),
  /** Epochs at the start in which the head's last layer stays as it is. */
  frozenEpochs: z.number().min(0).default(1),
});
export type DinoConfig = z.output<typeof DinoConfig>;
