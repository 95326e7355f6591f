import { tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import { coarsest } from '../backbones/coarsest';

/** Side and channels of square maps. */
export type MapSize = { side: number; channels: number };

/** Of a backbone's coarsest map, found by passing one empty picture through it. */
export function coarsestSize(
  backbone: Pick<Backbone, 'stages'>,
  { inputSize, channels }: { inputSize: number; channels: number },
): MapSize {
  return tf.tidy(() => {
    const x_NHWC = tf.zeros<tf.Rank.R4>([1, inputSize, inputSize, channels]);
    const [, side, , width] = coarsest(backbone.stages(x_NHWC, { training: false })).shape;
    return { side, channels: width };
  });
}
