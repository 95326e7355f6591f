import { relu, tf } from '@assay/engine';
import { createBatchNorm } from '../layers/batchNorm';
import { createConv } from '../layers/conv';
import type { Scope } from '../layers/parameters';
import type { Part } from '../layers/part';
import type { MapSize } from './mapSide';

/**
 * Channel-wise fully-connected layer (arXiv 1604.07379, section 3.1): each channel's h x h values are mixed over all
 * places by a matrix of its own, which carries what the rim knows into the hole; then a 1 x 1 convolution mixes the
 * channels, with batch norm and ReLU.
 *
 * Shapes: N pictures, h side of the map, L = h * h places, D channels.
 */
export function createChannelwise(scope: Scope, { side, channels }: MapSize): Part<tf.Tensor4D, tf.Tensor4D> {
  const places = side * side;
  const bound = 1 / Math.sqrt(places);
  const w_DLL = scope.parameter<tf.Rank.R3>({
    name: 'weight',
    shape: [channels, places, places],
    // As PyTorch's Linear of as many inputs.
    init: ({ rng }) => Float32Array.from({ length: channels * places * places }, () => (2 * rng.uniform() - 1) * bound),
    hasDecay: true,
  });
  const conv = createConv(scope.child('conv'), { kernel: 1, inputs: channels, outputs: channels });
  const norm = createBatchNorm(scope.child('norm'), channels);

  return (map_NHWD, mode) =>
    tf.tidy(() => {
      const [count] = map_NHWD.shape;
      const rows_NLD = tf.reshape(map_NHWD, [count, places, channels]);
      const mixed_DNL = tf.matMul(tf.transpose(rows_NLD, [2, 0, 1]), w_DLL);
      const mixed_NHWD = tf.reshape<tf.Rank.R4>(tf.transpose(mixed_DNL, [1, 2, 0]), [count, side, side, channels]);
      return relu(norm(conv(mixed_NHWD), mode));
    });
}
