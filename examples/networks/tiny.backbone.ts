import { relu, type tf } from '@assay/engine';
import { type CreateNetwork, createBatchNorm, createConv, createPart } from '@assay/ssl-core';

/** Three convolutions that halve the picture, each with batch norm and ReLU. `options.width`: channels of the first. */
export const createNetwork: CreateNetwork = (scope, { channels, options, recompute }) => {
  const width = Number(options.width ?? 16);
  const widths = [width, 2 * width, 4 * width];
  const layers = widths.map((outputs, i) =>
    createPart<tf.Tensor4D, tf.Tensor4D>(scope, { name: `layers.${i}`, isRecomputed: recompute }, (inner) => {
      const inputs = widths[i - 1] ?? channels;
      const conv = createConv(inner.child('conv'), { kernel: 3, stride: 2, inputs, outputs });
      const norm = createBatchNorm(inner.child('norm'), outputs);
      return (x_NHWC, mode) => relu(norm(conv(x_NHWC), mode));
    }),
  );
  return {
    featureDimension: 4 * width,
    stages(x_NHWC, mode) {
      const maps: tf.Tensor4D[] = [];
      for (const layer of layers) maps.push(layer(maps.at(-1) ?? x_NHWC, mode));
      return maps;
    },
  };
};
