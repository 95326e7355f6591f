import { logGamma } from './gamma';
import { incompleteBeta } from './incompleteBeta';
import { normalCdf } from './normal';

/** P(T <= t) of Student's t with `df` degrees of freedom about `delta`, by the series of Lenth (1989, AS 243). */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta);
  const x = (t * t) / (df + t * t);
  const half = (delta * delta) / 2;
  const sign = Math.sign(delta);
  let sum = 0;
  for (let j = 0; j < 10_000; j++) {
    const logs = half === 0 ? (j === 0 ? 0 : Number.NEGATIVE_INFINITY) : -half + j * Math.log(half);
    const even = Math.exp(logs - logGamma(j + 1));
    const odd = half === 0 ? 0 : sign * Math.exp(logs + Math.log(half) / 2 - logGamma(j + 1.5));
    const term = even * incompleteBeta(x, j + 0.5, df / 2) + odd * incompleteBeta(x, j + 1, df / 2);
    sum += term;
    if (j > half && even < 1e-17) break;
  }
  return Math.min(1, Math.max(0, normalCdf(-delta) + sum / 2));
}
