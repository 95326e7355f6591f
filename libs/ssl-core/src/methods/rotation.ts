import type { RotationConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { classification } from './classification';
import { oneViewDraws } from './draws/oneView';
import type { CreateMethod } from './method';

/** Quarter turns that are told apart. */
const TURNS = 4;

/**
 * RotNet: by how many quarter turns was the picture turned? All four turns of every picture are in the batch.
 * Gidaris et al. 2018, arXiv 1803.07728.
 *
 * Shapes: N pictures, M = 4N turned ones, F the backbone's features.
 */
export const createRotation: CreateMethod<RotationConfig> = (config, { backbone, rng }) => {
  const scope = createScope({ rng });
  const classify = createMlp(scope.child('classifier'), [backbone.featureDimension, ...config.hidden, TURNS]);

  return {
    name: 'rotation',
    parameters: scope.parameters,
    ...oneViewDraws,
    loss([x_NHWC]) {
      if (!x_NHWC) throw new Error('rotation: one view needed');
      return tf.tidy(() => {
        // One pass over all turns: with a pass each, batch norm's statistics would give away the turn.
        const features_MF = backbone.features(turns(x_NHWC), { training: true });
        const logits_M4 = block('classifier', () => classify(features_MF, { training: true }));
        const labels_M = turnLabels(x_NHWC.shape[0]);
        return block('loss', () => classification(logits_M4, labels_M));
      });
    },
    pictures: ([x_NHWC]): Record<string, tf.Tensor4D> => (x_NHWC ? { turned: turns(x_NHWC) } : {}),
    dispose: () => disposeParameters(scope.parameters),
  };
};

/**
 * Square pictures as they are, then all a quarter turn to the left, half a turn, and a quarter to the right: `rotate_img`
 * of the authors' dataloader.py, numpy's `rot90` with k = 0, 1, 2, 3.
 *
 * @returns [4N, H, H, C]
 */
export function turns(x_NHWC: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x_NHWC.shape;
  if (height !== width) throw new Error(`rotation: square views needed, not ${height} x ${width}`);
  return tf.tidy(() => {
    const mirrored = tf.transpose(x_NHWC, [0, 2, 1, 3]);
    return tf.concat([x_NHWC, tf.reverse(mirrored, 1), tf.reverse(x_NHWC, [1, 2]), tf.reverse(mirrored, 2)], 0);
  });
}

/** [4N] int32: the turn of each picture that `turns` gives. */
function turnLabels(count: number): tf.Tensor1D {
  return tf.tensor1d(
    Array.from({ length: TURNS * count }, (_, i) => Math.floor(i / count)),
    'int32',
  );
}
