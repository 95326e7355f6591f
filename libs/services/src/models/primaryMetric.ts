import type { RunConfig } from '@assay/contracts';

/** The test figure that a promotion of such a model rests on unless another one is named. */
export function primaryMetric(config: RunConfig): string {
  if (config.task === 'anomaly') return 'test/imageAuroc';
  if (config.task !== 'classical') return 'test/accuracy';
  if (config.regions) return config.regions.output === 'masks' ? 'test/iou/mean' : 'test/ap';
  return config.goodOnly ? 'test/imageAuroc' : 'test/accuracy';
}
