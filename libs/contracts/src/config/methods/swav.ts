import { z } from 'zod';

const positive = z.number().positive();
const positiveInt = z.int().positive();

/** Clusters found while learning: from one view, tell the cluster that another view of the picture was assigned to. */
export const SwavConfig = z.strictObject({
  kind: z.literal('swav'),
  /** Widths of the projector's layers after the backbone's features (the paper: 2048 and 128). */
  projector: z.array(positiveInt).min(1).max(4).default([512, 128]),
  /** Clusters; the paper has 3000 for the 1000 classes of ImageNet. */
  prototypes: z.int().min(2).default(3000),
  temperature: positive.default(0.1),
  /** Softness of the assignments: the nearer to 0, the nearer to one cluster a picture. */
  epsilon: positive.default(0.05),
  sinkhornIterations: positiveInt.default(3),
  /** Embeddings of past steps that take part in the assignments, for batches smaller than the prototypes are many. */
  queue: z
    .strictObject({
      /** Embeddings kept of each whole view. */
      length: positiveInt.default(3840),
      /** Epoch from which on it is filled, counted from 0; it takes part once it is full. */
      startEpoch: z.int().min(0).default(15),
    })
    .nullable()
    .default(null),
  /** Epochs at the start in which the prototypes stay as they are. */
  frozenEpochs: z.number().min(0).default(1),
});
export type SwavConfig = z.output<typeof SwavConfig>;
