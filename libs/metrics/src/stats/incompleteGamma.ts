import { logGamma } from './gamma';

const TERMS_MAX = 10_000;

/**
 * Regularised upper incomplete gamma function Q(a, x) for a > 0, x >= 0: the series of DLMF 8.11.4 for small x, else the
 * continued fraction 8.9.2 by Lentz's method, so that a small tail keeps its digits.
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - (front * series(a, x)) / a : front * continuedFraction(a, x);
}

function series(a: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; n < TERMS_MAX && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}
