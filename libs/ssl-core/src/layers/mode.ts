import type { tf } from '@assay/engine';

/** How a network runs: with the batch's own statistics and dropout, or as it will be used. */
export type Mode = {
  training: boolean;
  /** [2] int32; needed when training with dropout, drawn anew for every step. */
  dropoutSeed?: tf.Tensor;
  /** [N, branches] in [0, 1): within a backbone that drops paths, what `drawDrops` gave; drawn there when not given. */
  drops_NB?: tf.Tensor2D;
};
