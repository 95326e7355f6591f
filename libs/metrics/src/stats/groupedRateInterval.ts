import { bootstrapInterval, UNITS_MIN } from './bootstrapInterval';
import { betaInterval, RARE_MIN } from './rateInterval';
import type { Interval } from './resample';
import { LEVEL, number, percent } from './says';

export type GroupedRateInterval = Interval & { rate: number; kind: 'bca' | 'clopper-pearson'; says: string };

export type GroupedTrials = {
  /** 1 or true where the outcome occurred. */
  outcomes: ArrayLike<number | boolean>;
  /** The group (part, patient) of each trial. */
  groups: ArrayLike<number>;
  seed?: number | undefined;
  rounds?: number | undefined;
  level?: number | undefined;
};

/**
 * The interval of a rate whose trials come in groups that are alike, as pictures of one part: the bootstrap by group
 * where both outcomes occur in at least five groups, else Clopper and Pearson's of as many trials as the groups are
 * worth when all of one group say the same (Korn and Graubard 1998, with Kish's effective number at its least). That is
 * wide and safe. Null when there is no trial.
 *
 * @throws RangeError when there is not one group a trial
 */
export function groupedRateInterval(given: GroupedTrials): GroupedRateInterval | null {
  const { outcomes, groups, seed = 0, rounds, level = LEVEL } = given;
  const units = outcomes.length;
  if (units !== groups.length) throw new RangeError(`${units} trials need a group each, not ${groups.length} groups`);
  if (units === 0) return null;
  const counts = countByGroup(outcomes, groups);
  const rate = counts.reduce((sum, { hits }) => sum + hits, 0) / units;
  const having = counts.filter(({ hits }) => hits > 0).length;
  const lacking = counts.filter(({ hits, trials }) => hits < trials).length;
  const rare = Math.min(having, lacking);
  const say = ({ low, high }: Interval, how: string): string =>
    `${number(rate)} (${units} trials in ${counts.length} groups; ${percent(level)} interval ${number(low)} to ${number(high)}, ${how}).`;

  if (rare >= RARE_MIN && counts.length >= UNITS_MIN) {
    const share = (drawn: Uint16Array): number | null => {
      let [trials, hits] = [0, 0];
      for (let unit = 0; unit < units; unit++) {
        trials += drawn[unit] ?? 0;
        if (outcomes[unit]) hits += drawn[unit] ?? 0;
      }
      return trials > 0 ? hits / trials : null;
    };
    const { low, high } = bootstrapInterval(share, { units, groups, seed, rounds, level, kind: 'bca' });
    if (low !== null && high !== null) {
      return { rate, low, high, kind: 'bca', says: say({ low, high }, 'bootstrap by group') };
    }
  }
  const worth = units ** 2 / counts.reduce((sum, { trials }) => sum + trials ** 2, 0);
  const interval = betaInterval(rate * worth, worth, level);
  const why = `since the rarer outcome occurs in only ${rare} of ${counts.length} groups`;
  const how = `Clopper-Pearson of ${number(worth)} independent trials, ${why}`;
  return { rate, ...interval, kind: 'clopper-pearson', says: say(interval, how) };
}

function countByGroup(
  outcomes: ArrayLike<number | boolean>,
  groups: ArrayLike<number>,
): { trials: number; hits: number }[] {
  const counts = new Map<number, { trials: number; hits: number }>();
  for (let unit = 0; unit < outcomes.length; unit++) {
    const group = groups[unit] ?? 0;
    const { trials, hits } = counts.get(group) ?? { trials: 0, hits: 0 };
    counts.set(group, { trials: trials + 1, hits: hits + (outcomes[unit] ? 1 : 0) });
  }
  return [...counts.values()];
}
