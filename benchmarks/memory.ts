import { residentBytes } from '@assay/engine';

/** MB of this process: the most it ever held in memory, and what it holds. NaN where the system does not tell. */
export function readMemory(): { peakMb: number; residentMb: number } {
  const { peak, now } = residentBytes() ?? { peak: Number.NaN, now: Number.NaN };
  return { peakMb: peak / 2 ** 20, residentMb: now / 2 ** 20 };
}
