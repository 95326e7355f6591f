import type { Region } from '@assay/classical';
import type { PredictedBox, RegionsConfig } from '@assay/contracts';

type Size = { width: number; height: number };

/** What orders regions: how far they stand out. */
export function scoreOf({ sum, area }: Region, score: RegionsConfig['score']): number {
  return score === 'sum' ? sum : sum / area;
}

/** The box around a region with its margin, as far as it lies in the picture. */
export function boxOf(
  region: Region,
  { margin, score }: RegionsConfig,
  { width, height }: Size,
): Omit<PredictedBox, 'class'> {
  const [x, y] = [Math.max(0, region.x - margin), Math.max(0, region.y - margin)];
  return {
    x,
    y,
    w: Math.min(width, region.x + region.w + margin) - x,
    h: Math.min(height, region.y + region.h + margin) - y,
    score: scoreOf(region, score),
  };
}
