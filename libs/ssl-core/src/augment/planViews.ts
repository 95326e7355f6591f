import type { AugmentConfig, ViewsConfig } from '@assay/contracts';

/** One view of each picture: how large it is, how it is changed, and which picture it is cut from. */
export type ViewPlan = { size: number; augment: AugmentConfig; source: 'picture' | 'partner' };

export type PlanViewsInput = {
  augment: AugmentConfig;
  /** As in the config; one whole view of the picture itself where not given. */
  views?: ViewsConfig;
  /** Side of a whole view. */
  size: number;
};

/**
 * All views of a step in order, whole ones first.
 *
 * @param wanted whole views that the method wants, and whether small crops may follow them
 */
export function planViews(
  { augment, views, size }: PlanViewsInput,
  wanted: { views: number; takesLocal?: boolean } = { views: 1 },
): ViewPlan[] {
  const second = views?.second ? { ...augment, ...withoutUndefined(views.second) } : augment;
  const whole = Array.from({ length: wanted.views }, (_, view): ViewPlan => {
    const isSecond = view % 2 === 1;
    const isPartner = isSecond && views !== undefined && views.pairs !== 'augment';
    return { size, augment: isSecond ? second : augment, source: isPartner ? 'partner' : 'picture' };
  });
  if (!views?.local || !wanted.takesLocal) return whole;
  const { count, minScale, maxScale, size: side } = views.local;
  const crop = { minRatio: 3 / 4, maxRatio: 4 / 3, ...augment.crop, minScale, maxScale };
  const local: ViewPlan = { size: side, augment: { ...augment, crop }, source: 'picture' };
  return [...whole, ...Array.from({ length: count }, () => local)];
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  // as: what was undefined is gone
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}
