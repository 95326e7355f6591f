import type { ViewsConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import { requireVit } from '../backbones/vit';

/** @throws Error when the small crops are not made of whole patches of the backbone */
export function checkSmallCrops(backbone: Backbone, { local }: ViewsConfig): void {
  if (!local || backbone.kind !== 'vit') return;
  const { patch } = requireVit(backbone, 'views.local');
  if (local.size % patch === 0) return;
  throw new Error(`small crops of ${local.size} pixels (views.local.size) are not made of patches of ${patch}`);
}

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
