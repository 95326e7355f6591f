import type { Estimate } from '../figures/estimate';

/** An estimate's interval; null when it has none. */
export function spanOf({ low, high }: Estimate): { low: number; high: number } | null {
  return low === null || high === null ? null : { low, high };
}
