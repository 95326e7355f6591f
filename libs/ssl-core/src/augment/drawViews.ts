import type { AugmentConfig } from '@assay/contracts';
import type { Rng } from '../rng';
import type { FeedArray } from './arrays';
import { drawAugmentation } from './draw';

export type DrawViewsOptions = {
  config: AugmentConfig;
  /** Augmented views of each picture. */
  views: number;
  count: number;
  packSize: number;
  channels: number;
};

/** Parameters of all views of a batch as feeds, named `view0/boxes` and so on. */
export function drawViews(rng: Rng, options: DrawViewsOptions): Record<string, FeedArray> {
  const { config, views, count, packSize, channels } = options;
  const entries = Array.from({ length: views }, (_, view) =>
    Object.entries(drawAugmentation(rng.fork('view', view), config, count, packSize, channels)).map(
      ([name, array]): [string, FeedArray] => [`view${view}/${name}`, array],
    ),
  );
  return Object.fromEntries(entries.flat());
}
