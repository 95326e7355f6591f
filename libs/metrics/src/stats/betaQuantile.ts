import { incompleteBeta } from './incompleteBeta';

/** The x with I_x(a, b) = p, for 0 <= p <= 1, by bisection to the last bit. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile's probability is between 0 and 1, not ${p}`);
  // Near 1 the numbers lie far apart; the mirror image keeps the digits there.
  return incompleteBeta(0.5, a, b) < p ? 1 - bisect(1 - p, b, a) : bisect(p, a, b);
}

/** For an x up to one half. */
function bisect(p: number, a: number, b: number): number {
  let [low, high] = [0, 0.5];
  while (true) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
