import { type BootstrapPlan, bootstrapIntervals, type CountedFigures } from './bootstrapInterval';

export type IntervalMethod = 'wilson' | 'clopper-pearson' | 'delong' | 'bca' | 'percentile';

export type FigureInterval = {
  low: number | null;
  high: number | null;
  /** Null when there is no interval. */
  method: IntervalMethod | null;
  /** Which interval it is and why, or why there is none. */
  says: string;
};

/** How the pictures of a set are drawn anew. */
export type DrawPlan = Omit<BootstrapPlan, 'units'>;

type Drawn = BootstrapPlan & {
  /** Up to so many pictures with the correction for bias and skew: leaving each out once costs more beyond. */
  bcaMax: number;
};

/**
 * Bootstrap intervals of figures by their paths with a word on how they came about: BCa for few pictures, percentile for
 * many, by group where there are groups. Figures that are undefined are left out.
 */
export function drawnIntervals(figures: CountedFigures, { bcaMax, ...plan }: Drawn): Record<string, FigureInterval> {
  const kind = plan.units <= bcaMax ? 'bca' : 'percentile';
  const what = kind === 'bca' ? 'Bootstrap with the correction for bias and skew (BCa)' : 'Percentile bootstrap';
  const intervals: Record<string, FigureInterval> = {};
  for (const [path, found] of Object.entries(bootstrapIntervals(figures, { ...plan, kind }))) {
    const { estimate, low, high, reason, undefinedRounds } = found;
    if (estimate === null) continue;
    const left = undefinedRounds > 0 ? `; ${undefinedRounds} rounds in which the figure is undefined are left out` : '';
    const says = reason === null ? `${what} by ${plan.groups ? 'group' : 'picture'}${left}.` : `None: ${reason}.`;
    intervals[path] = { low, high, method: reason === null ? kind : null, says };
  }
  return intervals;
}
