import { z } from 'zod';
import { AugmentConfig } from './augment';
import { BackboneConfig } from './backbones';
import { FoldConfig } from './fold';
import { DatasetRef, InputConfig, pretrainSplit, training } from './parts';
import { ViewsConfig } from './views';
import { WatchConfig } from './watch';

export const version = z.literal(1).default(1);
export const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** What every pretraining has besides its method. */
export const pretrainFields = {
  version,
  task: z.literal('pretrain'),
  dataset: DatasetRef,
  fold: FoldConfig.nullable().default(null),
  /** The pictures that are learned from, without their labels. */
  split: pretrainSplit,
  input: InputConfig.prefault({}),
  augment: AugmentConfig.prefault({}),
  views: ViewsConfig.prefault({}),
  backbone: BackboneConfig,
  ...training,
  watch: WatchConfig.prefault({}),
};
