/** Metric keys are `where/what[/which]`, for instance `test/f1/macro`; this file knows what each one means. */

export type Direction = 'larger' | 'smaller' | 'neither';
export type MetricUnit =
  | 'share'
  | 'loss'
  | 'bytes'
  | 'megabytes'
  | 'percent'
  | 'milliseconds'
  | 'seconds'
  | 'perSecond'
  | 'none';
export type MetricInfo = { direction: Direction; unit: MetricUnit };

/** Keyed by `what`, the key's second part. */
const FIGURES: Readonly<Record<string, MetricInfo>> = {
  loss: { direction: 'smaller', unit: 'loss' },
  accuracy: { direction: 'larger', unit: 'share' },
  balancedAccuracy: { direction: 'larger', unit: 'share' },
  majorityShare: { direction: 'neither', unit: 'share' },
  precision: { direction: 'larger', unit: 'share' },
  recall: { direction: 'larger', unit: 'share' },
  f1: { direction: 'larger', unit: 'share' },
  rocAuc: { direction: 'larger', unit: 'share' },
  averagePrecision: { direction: 'larger', unit: 'share' },
  logLoss: { direction: 'smaller', unit: 'loss' },
  brier: { direction: 'smaller', unit: 'none' },
  ece: { direction: 'smaller', unit: 'share' },
  mcc: { direction: 'larger', unit: 'none' },
  cohenKappa: { direction: 'larger', unit: 'none' },
  topK: { direction: 'larger', unit: 'share' },
  imageAuroc: { direction: 'larger', unit: 'share' },
  pixelAuroc: { direction: 'larger', unit: 'share' },
  ap: { direction: 'larger', unit: 'share' },
  ap50: { direction: 'larger', unit: 'share' },
  ap75: { direction: 'larger', unit: 'share' },
  apSmall: { direction: 'larger', unit: 'share' },
  apMedium: { direction: 'larger', unit: 'share' },
  apLarge: { direction: 'larger', unit: 'share' },
  ar1: { direction: 'larger', unit: 'share' },
  ar10: { direction: 'larger', unit: 'share' },
  ar100: { direction: 'larger', unit: 'share' },
  arSmall: { direction: 'larger', unit: 'share' },
  arMedium: { direction: 'larger', unit: 'share' },
  arLarge: { direction: 'larger', unit: 'share' },
  iou: { direction: 'larger', unit: 'share' },
  dice: { direction: 'larger', unit: 'share' },
  pixelAccuracy: { direction: 'larger', unit: 'share' },
  meanAccuracy: { direction: 'larger', unit: 'share' },
  boxesPerPicture: { direction: 'neither', unit: 'none' },
  std: { direction: 'larger', unit: 'none' },
  rankme: { direction: 'larger', unit: 'none' },
  alignment: { direction: 'smaller', unit: 'none' },
  uniformity: { direction: 'smaller', unit: 'none' },
  learningRate: { direction: 'neither', unit: 'none' },
  gradientNorm: { direction: 'neither', unit: 'none' },
  picturesPerSecond: { direction: 'larger', unit: 'perSecond' },
  stepSeconds: { direction: 'smaller', unit: 'seconds' },
  waitSeconds: { direction: 'smaller', unit: 'seconds' },
  trainSeconds: { direction: 'smaller', unit: 'seconds' },
  msPerPicture: { direction: 'smaller', unit: 'milliseconds' },
  modelBytes: { direction: 'smaller', unit: 'bytes' },
  memoryMb: { direction: 'smaller', unit: 'megabytes' },
  cpuPercent: { direction: 'neither', unit: 'percent' },
  tensors: { direction: 'neither', unit: 'none' },
};

/** Figures that stand for a run where there is room for one, the most telling first. */
export const TELLING_METRICS = [
  'test/accuracy',
  'test/imageAuroc',
  'test/iou/mean',
  'test/ap',
  'linear/accuracy',
  'knn/accuracy',
  'validation/accuracy',
] as const;

/** Direction and unit of a key; an unknown figure is neither better nor worse. */
export function metricInfo(key: string): MetricInfo {
  return FIGURES[key.split('/')[1] ?? ''] ?? { direction: 'neither', unit: 'none' };
}

/** The key of a figure of one class; the name is percent-encoded, so that a slash in it does no harm. */
export function classKey(where: string, what: string, className: string): string {
  return `${where}/${what}/class:${encodeURIComponent(className)}`;
}

/** True when `a` is better than `b` under the key's direction. */
export function isBetter(key: string, a: number, b: number): boolean {
  return metricInfo(key).direction === 'smaller' ? a < b : a > b;
}
