import { bcaInterval } from './bcaInterval';
import { type Interval, percentileInterval, resampleCounts } from './resample';
import { LEVEL } from './says';

export const ROUNDS = 2000;

/** Below so many pictures (or groups) the rounds are too much alike for an interval to mean anything. */
export const UNITS_MIN = 10;

export type BootstrapPlan = {
  /** Pictures. */
  units: number;
  rounds?: number | undefined;
  seed?: number | undefined;
  /** The group (part, patient) of each unit: groups are then what is drawn. */
  groups?: ArrayLike<number> | undefined;
  level?: number | undefined;
};

export type BootstrapKind = 'percentile' | 'bca';

/** A figure of the pictures, each counted as often as drawn; null or NaN where it is undefined. */
export type CountedFigure = (counts: Uint16Array) => number | null;

/** Several figures by their keys, so that one walk over the counts serves all of them. */
export type CountedFigures = (counts: Uint16Array) => Readonly<Record<string, number | null>>;

export type BootstrapInterval = {
  estimate: number | null;
  low: number | null;
  high: number | null;
  kind: BootstrapKind;
  /** Rounds in which the figure was undefined and which the interval leaves out. */
  undefinedRounds: number;
  /** Why there is no interval. */
  reason: string | null;
};

/**
 * The bootstrap interval of a figure by picture, or by group. `bca` corrects bias and skew (Efron 1987) at the price of
 * the figure once more for each unit left out.
 *
 * It does not apply to fewer than ten pictures or groups, and is somewhat narrow below about fifty; nor to a figure at
 * its bound: without an error every round gives 1 and the interval has no width. Rates have `rateInterval`, areas under
 * the ROC curve `aurocInterval`.
 */
export function bootstrapInterval(
  figure: CountedFigure,
  plan: BootstrapPlan & { kind?: BootstrapKind | undefined },
): BootstrapInterval {
  const { figure: found } = bootstrapIntervals((counts) => ({ figure: figure(counts) }), plan);
  if (!found) throw new Error('a figure was asked for and none came back');
  return found;
}

/**
 * The same of several figures at once, by their keys. A caller sorts or matches once and keeps what each picture adds;
 * each round only weighs that by the counts.
 *
 * @throws RangeError when there are no units, or not one group a unit
 */
export function bootstrapIntervals(
  figures: CountedFigures,
  { kind = 'percentile', level = LEVEL, ...plan }: BootstrapPlan & { kind?: BootstrapKind | undefined },
): Record<string, BootstrapInterval> {
  const { units, rounds = ROUNDS, seed = 0, groups } = plan;
  const estimates = Object.entries(figures(new Uint16Array(units).fill(1)));
  const drawn = groups === undefined ? units : new Set(Array.from(groups)).size;
  const values = new Map(estimates.map(([key]) => [key, [] as number[]]));
  const collect = (counts: Uint16Array, into: Map<string, number[]>): void => {
    const found = figures(counts);
    for (const [key, list] of into) {
      const value = defined(found[key] ?? null);
      if (value !== null) list.push(value);
    }
  };
  const isEnough = drawn >= UNITS_MIN;
  if (isEnough) for (const counts of resampleCounts({ units, rounds, seed, groups })) collect(counts, values);
  const leftOut = new Map(estimates.map(([key]) => [key, [] as number[]]));
  if (isEnough && kind === 'bca') for (const counts of leaveOneOut(units, groups)) collect(counts, leftOut);

  return Object.fromEntries(
    estimates.map(([key, raw]): [string, BootstrapInterval] => {
      const estimate = defined(raw);
      const of = values.get(key) ?? [];
      const found = isEnough
        ? intervalOf({ estimate, values: of, leftOut: leftOut.get(key) ?? [], kind, level, rounds })
        : `fewer than ${UNITS_MIN} ${groups === undefined ? 'pictures' : 'groups'}`;
      const undefinedRounds = isEnough ? rounds - of.length : 0;
      return typeof found === 'string'
        ? [key, { estimate, low: null, high: null, kind, undefinedRounds, reason: found }]
        : [key, { estimate, ...found, kind, undefinedRounds, reason: null }];
    }),
  );
}

type Rounds = {
  estimate: number | null;
  values: number[];
  leftOut: number[];
  kind: BootstrapKind;
  level: number;
  rounds: number;
};

/** The interval, or why there is none. */
function intervalOf({ estimate, values, leftOut, kind, level, rounds }: Rounds): Interval | string {
  if (estimate === null) return 'the figure is undefined';
  if (values.length < rounds / 2) return 'the figure is undefined in most rounds';
  // Sums of weighted terms may differ in their last digit.
  const slack = 1e-12 * Math.max(1, Math.abs(estimate));
  if (values.every((value) => Math.abs(value - estimate) <= slack)) {
    return 'every round gives the same value, so the spread cannot be told';
  }
  if (kind === 'percentile') return percentileInterval(values, level);
  return bcaInterval({ values, estimate, leftOut, level }) ?? 'the correction for bias and skew is undefined';
}

/** Counts with each unit (or group) left out once. */
function* leaveOneOut(units: number, groups: ArrayLike<number> | undefined): Generator<Uint16Array> {
  const members = new Map<number, number[]>();
  for (let unit = 0; unit < units; unit++) {
    const group = groups?.[unit] ?? unit;
    const known = members.get(group);
    if (known) known.push(unit);
    else members.set(group, [unit]);
  }
  const counts = new Uint16Array(units).fill(1);
  for (const left of members.values()) {
    for (const unit of left) counts[unit] = 0;
    yield counts;
    for (const unit of left) counts[unit] = 1;
  }
}

/** NaN and infinities count as undefined. */
export function defined(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
