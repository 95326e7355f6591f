import { noncentralTCdf } from './noncentralT';
import { normalQuantile } from './normal';
import { LEVEL, number, percent } from './says';
import { studentTQuantile } from './studentT';

export type Wanted = {
  /** The difference that must not be missed, in the figure's own unit. */
  difference: number;
  /** Chance of finding it. */
  power?: number | undefined;
  level?: number | undefined;
};

/** How many are needed; null where none is enough or the question is empty, with the reason in words. */
export type SampleSize = { n: number | null; says: string };

/** A difference between n runs a group, or n pairs, whose figures deviate by `std`. */
type Tested = { difference: number; std: number; n: number; level?: number };

const POWER = 0.8;
const N_MAX = 10_000_000;

/**
 * Runs a group for a difference of two means by the t test, with the noncentral t distribution (Cohen 1988), so that it
 * holds for a few runs too. `std` is that of one run; estimated from three seeds it is known to a factor of about six,
 * so take the answer as an order of magnitude.
 */
export function sampleSizeMeans({
  difference,
  std,
  power = POWER,
  level = LEVEL,
}: Wanted & { std: number }): SampleSize {
  const n = std > 0 ? smallest((size) => powerMeans({ difference, std, n: size, level }) >= power, difference) : null;
  return {
    n,
    says: say(n, { difference, power, level, what: 'runs a group', given: `a standard deviation of ${number(std)}` }),
  };
}

/** The same for pairs, as of two methods at the same seeds; `std` is that of the pairs' differences. */
export function sampleSizePairs({
  difference,
  std,
  power = POWER,
  level = LEVEL,
}: Wanted & { std: number }): SampleSize {
  const n = std > 0 ? smallest((size) => powerPairs({ difference, std, n: size, level }) >= power, difference) : null;
  const given = `a standard deviation of ${number(std)} of their differences`;
  return { n, says: say(n, { difference, power, level, what: 'pairs of runs', given }) };
}

/** Chance that the two-sided t test of two groups of n finds the difference. */
export function powerMeans({ difference, std, n, level = LEVEL }: Tested): number {
  return tPower({ delta: (difference / std) * Math.sqrt(n / 2), df: 2 * n - 2, level });
}

/** Chance that the two-sided paired t test of n pairs finds the difference. */
export function powerPairs({ difference, std, n, level = LEVEL }: Tested): number {
  return tPower({ delta: (difference / std) * Math.sqrt(n), df: n - 1, level });
}

/**
 * Pictures a model for a difference of two rates on different pictures, by the normal distribution (Fleiss 1981,
 * section 3.2, without correction). Too few where a rate times n falls below five; on the same pictures
 * `sampleSizeMcnemar` needs far fewer.
 */
export function sampleSizeRates({
  rate,
  difference,
  power = POWER,
  level = LEVEL,
}: Wanted & { rate: number }): SampleSize {
  const other = rate + difference;
  const isRate = rate >= 0 && rate <= 1 && other >= 0 && other <= 1;
  const middle = (rate + other) / 2;
  const [alpha, beta] = [normalQuantile((1 + level) / 2), normalQuantile(power)];
  const root = alpha * Math.sqrt(2 * middle * (1 - middle)) + beta * Math.sqrt(rate * (1 - rate) + other * (1 - other));
  const n = isRate && difference !== 0 ? Math.ceil(root ** 2 / difference ** 2) : null;
  const given = `a rate of ${number(rate)}`;
  return { n, says: say(n, { difference, power, level, what: 'pictures a model', given }) };
}

/**
 * Pictures for McNemar's test (Connor 1987): both models on the same pictures, of which the share `discordant` is right
 * in one of them alone. Without correction; the exact test needs a little more.
 */
export function sampleSizeMcnemar({
  discordant,
  difference,
  power = POWER,
  level = LEVEL,
}: Wanted & { discordant: number }): SampleSize {
  const isPossible = difference !== 0 && Math.abs(difference) <= discordant && discordant <= 1;
  const [alpha, beta] = [normalQuantile((1 + level) / 2), normalQuantile(power)];
  const root = alpha * Math.sqrt(discordant) + beta * Math.sqrt(discordant - difference ** 2);
  const n = isPossible ? Math.ceil(root ** 2 / difference ** 2) : null;
  const given = `${percent(discordant)} of pictures right in one model alone`;
  return { n, says: say(n, { difference, power, level, what: 'pictures', given }) };
}

function tPower({ delta, df, level }: { delta: number; df: number; level: number }): number {
  const limit = studentTQuantile((1 + level) / 2, df);
  return 1 - noncentralTCdf(limit, df, delta) + noncentralTCdf(-limit, df, delta);
}

/** The smallest size from 2 on that is enough; power grows with size. */
function smallest(isEnough: (size: number) => boolean, difference: number): number | null {
  if (difference === 0 || !Number.isFinite(difference)) return null;
  let [low, high] = [1, 2];
  while (!isEnough(high)) {
    if (high > N_MAX) return null;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function say(
  n: number | null,
  {
    difference,
    power,
    level,
    what,
    given,
  }: { difference: number; power: number; level: number; what: string; given: string },
): string {
  const aim = `a difference of ${number(Math.abs(difference))} with a chance of ${percent(power)} at ${percent(level)}`;
  return n === null
    ? `No number of ${what} can be given for ${aim} and ${given}.`
    : `To find ${aim}, ${n} ${what} are needed, given ${given}.`;
}
