import type { ModelBundle } from '@assay/contracts';

/** The test figure that a promotion of such a model rests on unless another one is named. */
export function primaryMetric(task: ModelBundle['task'] | string): string {
  return task === 'anomaly' ? 'test/imageAuroc' : 'test/accuracy';
}
