import type { Rng } from '../rng';
import type { FeedArray } from './arrays';
import { drawAugmentation } from './draw';
import type { ViewPlan } from './planViews';

export type DrawViewsOptions = {
  plans: readonly ViewPlan[];
  count: number;
  packSize: number;
  channels: number;
};

/** Parameters of all views of a batch as feeds, named `view0/boxes` and so on. */
export function drawViews(rng: Rng, { plans, count, packSize, channels }: DrawViewsOptions): Record<string, FeedArray> {
  const entries = plans.map(({ augment }, view) =>
    Object.entries(drawAugmentation(rng.fork('view', view), augment, count, packSize, channels)).map(
      ([name, array]): [string, FeedArray] => [`view${view}/${name}`, array],
    ),
  );
  return Object.fromEntries(entries.flat());
}
