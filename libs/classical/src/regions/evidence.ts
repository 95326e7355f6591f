import type { FloatPicture, GreyPicture } from '../picture';
import { greyHistogram } from '../threshold/greyHistogram';
import { liThreshold } from '../threshold/li';
import { multiOtsuThresholds } from '../threshold/multiOtsu';
import { niblackThresholds } from '../threshold/niblack';
import { otsuThreshold } from '../threshold/otsu';
import { sauvolaThresholds } from '../threshold/sauvola';
import { triangleThreshold } from '../threshold/triangle';
import { yenThreshold } from '../threshold/yen';
import { type BackgroundOptions, estimateBackground } from './background';

/** How far each pixel lies beyond the threshold, in grey levels: above 0 it belongs to a region, as far as that goes. */
export type Evidence = FloatPicture;

export type Polarity = 'dark' | 'bright' | 'both';

export type ThresholdOptions = {
  method:
    | 'otsu'
    | 'yen'
    | 'li'
    | 'triangle'
    | 'multi-otsu'
    | 'fixed'
    | 'sauvola'
    | 'niblack'
    | 'adaptive-mean'
    | 'adaptive-gaussian';
  polarity: Polarity;
  /** Of `fixed`. */
  level: number;
  /** Of `multi-otsu`. */
  parts: number;
  /** Side of the local methods' window, odd. */
  block: number;
  /** Of `sauvola` and `niblack`. */
  k: number;
};

export type BackgroundEvidenceOptions = BackgroundOptions & { polarity: Polarity; deviations: number };

const GLOBAL = { otsu: otsuThreshold, yen: yenThreshold, li: liThreshold, triangle: triangleThreshold };
/** Of a normal distribution: deviation over the median of the absolute differences. */
const DEVIATION_OF_MEDIAN = 1.4826;

/**
 * What is darker or brighter than a threshold. Where the pixels have too few values to be parted, nothing stands out.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function thresholdEvidence(picture: GreyPicture, options: ThresholdOptions): Evidence {
  const { method, polarity, level, parts, block, k } = options;
  switch (method) {
    case 'otsu':
    case 'yen':
    case 'li':
    case 'triangle': {
      const counts = greyHistogram(picture);
      if (valuesOf(counts) < 2) return nothing(picture);
      // The brighter class is above the threshold, so the darker one ends with it.
      const threshold = Math.floor(GLOBAL[method](counts));
      return beyond(picture, polarity, { low: threshold + 1, high: threshold });
    }
    case 'multi-otsu': {
      const counts = greyHistogram(picture);
      if (valuesOf(counts) < parts) return nothing(picture);
      const thresholds = multiOtsuThresholds(counts, parts);
      return beyond(picture, polarity, { low: (thresholds[0] ?? 0) + 1, high: thresholds.at(-1) ?? 0 });
    }
    case 'fixed':
      return beyond(picture, polarity, { low: level, high: level });
    case 'sauvola':
      return beyondEach(picture, polarity, sauvolaThresholds(picture, { window: block, k }));
    case 'niblack':
      return beyondEach(picture, polarity, niblackThresholds(picture, { window: block, k }));
    case 'adaptive-mean':
      return beyondEach(picture, polarity, estimateBackground(picture, { method: 'mean', radius: half(block) }).data);
    case 'adaptive-gaussian': {
      // OpenCV's deviation of a window.
      const radius = 0.3 * (half(block) - 1) + 0.8;
      return beyondEach(picture, polarity, estimateBackground(picture, { method: 'gaussian', radius }).data);
    }
  }
}

/** What stands out of the picture without its details by more deviations than given. */
export function backgroundEvidence(picture: GreyPicture, options: BackgroundEvidenceOptions): Evidence {
  const { polarity, deviations } = options;
  const background = estimateBackground(picture, options).data;
  const evidence = beyondEach(picture, polarity, background);
  const differences = polarity === 'both' ? beyondEach(picture, 'bright', background).data : evidence.data;
  const middle = medianOf(differences);
  const limit = deviations * DEVIATION_OF_MEDIAN * medianOf(differences.map((value) => Math.abs(value - middle)));
  const { data } = evidence;
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) - limit;
  return evidence;
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

type Limits = { low: number; high: number };

function beyond({ width, height, data }: GreyPicture, polarity: Polarity, { low, high }: Limits): Evidence {
  const distance = Float64Array.from({ length: 256 }, (_, value) => {
    if (polarity === 'dark') return low - value;
    return polarity === 'bright' ? value - high : Math.max(low - value, value - high);
  });
  return { width, height, data: Float64Array.from(data, (value) => distance[value] ?? 0) };
}

function beyondEach(
  { width, height, data }: GreyPicture,
  polarity: Polarity,
  thresholds: Float64Array | Uint8Array,
): Evidence {
  const distances = new Float64Array(data.length);
  for (let i = 0; i < distances.length; i++) {
    const above = (data[i] ?? 0) - (thresholds[i] ?? 0);
    distances[i] = polarity === 'bright' ? above : polarity === 'dark' ? -above : Math.abs(above);
  }
  return { width, height, data: distances };
}

function nothing({ width, height }: GreyPicture): Evidence {
  return { width, height, data: new Float64Array(width * height).fill(Number.NEGATIVE_INFINITY) };
}

function valuesOf(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + (count > 0 ? 1 : 0), 0);
}

function half(block: number): number {
  return (block - 1) / 2;
}
