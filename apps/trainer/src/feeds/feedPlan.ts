import type { AugmentConfig, BackboneConfig, MethodConfig, ViewsConfig } from '@assay/contracts';
import type { Feeds } from '@assay/ssl-core/feeds';

/** All that a training's batches follow from, as plain values that may go to another thread. */
export type FeedPlan = {
  packFolder: string;
  /** Rows of the pack that are learned from. */
  rows: Int32Array;
  seed: number;
  batchSize: number;
  /** Equal parts of a batch; each is fed by itself. */
  accumulateSteps: number;
  augment: AugmentConfig;
  extra:
    | {
        task: 'pretrain';
        method: MethodConfig;
        backbone: BackboneConfig;
        inputSize: number;
        channels: number;
        views: ViewsConfig;
        /** Rows that each of `rows` may be paired with, for views of two pictures; null when views are of one. */
        partners: Int32Array[] | null;
      }
    /** `labels`: the class of each of `rows`; `classWeights`: of each class, null for equal ones. */
    | { task: 'finetune'; labels: Int32Array; classWeights: Float32Array | null };
};

/** Feeds of one step after the other, each for one part of a batch; without end. */
export interface FeedSource {
  next(): Promise<Feeds>;
  close(): Promise<void>;
}

/** @param startStep counted from 0 */
export type StartFeeds = (plan: FeedPlan, startStep: number) => FeedSource;
