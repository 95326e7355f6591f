/** Door for threads that prepare what a step is fed: without the native runtime, and without tfjs. */
export type { FeedArray } from './augment/arrays';
export { type DrawViewsOptions, drawViews } from './augment/drawViews';
export { planViews, type ViewPlan } from './augment/planViews';
export { needsDropSeed } from './backbones/dropSeed';
export { type DrawsInput, type MethodDraws, methodDraws } from './methods/draws';
export { createRng, type Rng } from './rng';
export type { Feeds } from './train/feeds';
