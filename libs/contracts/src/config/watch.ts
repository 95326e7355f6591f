import { z } from 'zod';
import { KnnConfig, LinearProbeConfig } from './parts';

const everyEpochs = z.int().positive().default(5);
/** Pictures of a fixed sample, spread evenly over the split that is learned from; all of it where it is smaller. */
const sample = z.int().min(2).max(5000).default(512);

/**
 * How a pretraining is watched. Nothing here has an influence on the weights. The features are the frozen ones that the
 * run keeps; the last epoch is always looked at.
 */
export const WatchConfig = z.strictObject({
  /** kNN accuracy on the validation pictures while training, when the dataset has labels. */
  knn: KnnConfig.omit({ kind: true }).extend({ everyEpochs }).nullable().default(null),
  /** Accuracy of a linear probe on the same pictures. */
  linear: LinearProbeConfig.omit({ kind: true }).extend({ everyEpochs }).nullable().default(null),
  /** Spread, rank, alignment and uniformity of a sample's features, and the alarm when they say that it collapses. */
  signals: z.strictObject({ everyEpochs, sample }).nullable().default(null),
  /** The views of eight fixed pictures, and what the method makes of them. */
  pictures: z.strictObject({ everyEpochs }).nullable().default(null),
  /** Features of a sample, stored with each checkpoint that is due. */
  embeddings: z.strictObject({ sample }).nullable().default(null),
});
export type WatchConfig = z.output<typeof WatchConfig>;
