import type { RunConfig } from '@assay/contracts';

/** The test figure that a promotion of such a model rests on unless another one is named. */
export function primaryMetric(config: RunConfig): string {
  const isGoodOnly = config.task === 'anomaly' || (config.task === 'classical' && config.goodOnly !== null);
  return isGoodOnly ? 'test/imageAuroc' : 'test/accuracy';
}
