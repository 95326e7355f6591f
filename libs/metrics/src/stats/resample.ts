import { createRandom } from './random';

export type Interval = { low: number; high: number };

export type Resampling = {
  /** How many units (pictures) there are. */
  units: number;
  rounds: number;
  seed: number;
  /** The group of each unit; units of one group are drawn together. */
  groups?: ArrayLike<number> | undefined;
};

/**
 * For each round of a bootstrap (Efron 1979) how often each unit is drawn: as many draws with replacement as there are
 * units. With groups, as many groups are drawn as there are, each with all its units, so that pictures of one part are
 * not taken for independent (the cluster bootstrap of Field and Welsh 2007); the number of units then differs by round.
 * The counts serve as weights: a figure's sorted or matched state is used again, nothing is computed anew.
 *
 * @throws RangeError when there are no units, or not one group a unit
 */
export function* resampleCounts({ units, rounds, seed, groups }: Resampling): Generator<Uint16Array<ArrayBuffer>> {
  if (!(Number.isInteger(units) && units > 0)) throw new RangeError(`resampling needs units, not ${units}`);
  const random = createRandom(seed);
  const members = groups === undefined ? null : denseGroups(groups, units);
  const drawn = members === null ? units : members.size;
  for (let round = 0; round < rounds; round++) {
    const counts = new Uint16Array(drawn);
    for (let i = 0; i < drawn; i++) {
      const unit = Math.floor(random() * drawn);
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
    yield members === null ? counts : Uint16Array.from(members.of, (group) => counts[group] ?? 0);
  }
}

/**
 * The percentile interval of a bootstrap (Efron 1981): quantiles of the rounds' values, interpolated linearly as numpy
 * does. Values that are not finite, of rounds in which the figure is undefined, are left out.
 *
 * Too narrow for few units, and of no use for a rate near 0 or 1: at n = 50 and p = 0.99 it covers 39 %. Rates have
 * `rateInterval`.
 *
 * @throws RangeError when no value is finite: a figure without value has no interval, ask for that first
 */
export function percentileInterval(values: ArrayLike<number>, level = 0.95): Interval {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) throw new RangeError('no round of the bootstrap gave a value');
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** The quantile of sorted values at p in [0, 1], linear between neighbours (Hyndman and Fan's type 7); NaN of none. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const place = p * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

function denseGroups(groups: ArrayLike<number>, units: number): { of: Uint32Array; size: number } {
  if (groups.length !== units) throw new RangeError(`${units} units need a group each, not ${groups.length} groups`);
  const index = new Map<number, number>();
  const of = Uint32Array.from(groups, (group) => {
    const known = index.get(group) ?? index.size;
    index.set(group, known);
    return known;
  });
  return { of, size: index.size };
}
