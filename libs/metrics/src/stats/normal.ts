import { upperIncompleteGamma } from './incompleteGamma';

/** P(Z > z) of the standard normal; the far tail keeps its digits. */
export function normalTail(z: number): number {
  const half = upperIncompleteGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** P(Z <= z) of the standard normal. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

/** P(|Z| >= |z|). */
export function normalTwoSidedP(z: number): number {
  return upperIncompleteGamma(0.5, (z * z) / 2);
}

/**
 * The z with P(Z <= z) = p, for 0 < p < 1: the start of Abramowitz and Stegun 26.2.23, then Halley's steps to the last
 * digits.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile's probability is between 0 and 1, not ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = t - above / below;
  for (let i = 0; i < 4; i++) {
    const error = (p - normalTail(z)) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
    z -= error / (1 + (z * error) / 2);
  }
  return -z;
}
