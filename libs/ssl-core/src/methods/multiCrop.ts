import { tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';

/**
 * Features of views of different sizes: one pass for each run of views of the same size, as `MultiCropWrapper` of DINO's
 * code and `forward` of SwAV's. Batch norm sees each size by itself.
 *
 * Shapes: N pictures, V views, M = V N, F features.
 *
 * @returns [M, F], view by view
 */
export function multiCropFeatures(backbone: Backbone, views_NHWC: readonly tf.Tensor4D[]): tf.Tensor2D {
  return tf.tidy(() => {
    const runs: tf.Tensor4D[][] = [];
    for (const view_NHWC of views_NHWC) {
      const run = runs.at(-1);
      if (run?.[0]?.shape[1] === view_NHWC.shape[1]) run.push(view_NHWC);
      else runs.push([view_NHWC]);
    }
    const parts = runs.map((run) => backbone.features(tf.concat(run, 0), { training: true }));
    return tf.concat(parts, 0);
  });
}
