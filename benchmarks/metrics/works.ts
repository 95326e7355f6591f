import type { WorkInput } from './messages';
import { anomalyDraws } from './works/anomalyDraws';
import { anomalyMaps } from './works/anomalyMaps';
import { cocoBoxes } from './works/cocoBoxes';
import { imageDraws } from './works/imageDraws';
import { scores } from './works/scores';

/** What a side gives back: how long its parts took and what it found. */
export type Measured = { seconds: Record<string, number>; figures: Record<string, number | null> };

/** Figures that are computed by us and by others from the same input. */
export interface MetricsWork {
  /** Names of the peers that compute the same; `peers/metrics.py` has their side. */
  readonly peers: readonly string[];
  /** A row each: names of sums of what is timed. */
  readonly parts: Readonly<Record<string, readonly string[]>>;
  /** How far the figures of two sides may lie apart; 1e-6 without it. */
  readonly differenceMax?: number;
  /** Writes the input into a folder. */
  prepare(folder: string, isQuick: boolean): Promise<WorkInput>;
  /** Our side, once. */
  measure(input: WorkInput): Promise<Measured>;
}

/** All works by name. */
export const WORKS: Readonly<Record<string, MetricsWork>> = {
  'coco-boxes': cocoBoxes,
  scores,
  'anomaly-maps': anomalyMaps,
  'anomaly-draws': anomalyDraws,
  'image-draws': imageDraws,
};
