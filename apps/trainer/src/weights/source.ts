import type { BackboneConfig, WeightsInput } from '@assay/contracts';

/** What a file of weights was found to be. */
export type Source = {
  /** In words, for instance `torchvision's resnet18`. */
  words: string;
  backbone: BackboneConfig;
  input: WeightsInput;
  /** Our name of a tensor of the file; null for one that only its training needs, undefined for an unknown one. */
  rename: (name: string) => string | null | undefined;
};

/** What the user or the place that a file came from says about it. */
export type Hints = {
  /** A name such as `resnet50` or `tf_efficientnet_b0`. */
  backbone?: string | undefined;
  mean?: readonly number[] | undefined;
  std?: readonly number[] | undefined;
  size?: number | undefined;
};

/** The hints that were given, and only those: spread after others, they go before them. */
export function givenHints({ backbone, mean, std, size }: Hints): Hints {
  return Object.fromEntries(Object.entries({ backbone, mean, std, size }).filter(([, value]) => value !== undefined));
}

/** Means and standard deviations of ImageNet's training pictures, as torchvision, timm, DINO, MoCo v3 and MAE use them. */
export const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Counters and the like, which no network computes with. */
export const IS_COUNTER = /(^|\.)num_batches_tracked$/;
