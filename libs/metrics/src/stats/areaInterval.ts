import { aurocInterval } from './delong';
import type { FigureInterval } from './drawnIntervals';

/** `aurocInterval` with a word on how it came about; null where the area is undefined. */
export function areaInterval(
  labels: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
  level?: number | undefined,
): FigureInterval | null {
  const { auroc, low, high, kind, reason } = aurocInterval(labels, scores, level === undefined ? {} : { level });
  if (auroc === null) return null;
  if (reason !== null) return { low: null, high: null, method: null, says: `None: ${reason}.` };
  const says =
    kind === 'delong'
      ? 'DeLong, on the logit scale.'
      : 'Clopper-Pearson of as many pairs as the rarer class has pictures, since every pair is ordered alike.';
  return { low, high, method: kind, says };
}
