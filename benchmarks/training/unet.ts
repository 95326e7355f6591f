import { attribute, executeOne, maxPool, relu, tf } from '@assay/engine';
import { createScope, crossEntropy, type Scope } from '@assay/ssl-core';
import { differentiable } from '../../libs/engine/src/differentiable';
import { createBatchNorm } from '../../libs/ssl-core/src/layers/batchNorm';
import { createConv } from '../../libs/ssl-core/src/layers/conv';
import type { Sizes } from './sizes';
import { input, randomIndices, randomPictures, type Work, type WorkInput } from './work';

type Part = (x_NHWC: tf.Tensor4D) => tf.Tensor4D;

/**
 * After the U-Net (arXiv 1505.04597): two 3 x 3 convolutions a level, max pooling down, bilinear up, skips by
 * concatenation; cross-entropy at every pixel.
 */
export function createUnetWork({ side, widths, classes }: Sizes['unet'], { batch, rng }: WorkInput): Work {
  const scope = createScope({ rng: rng.fork('model') });
  const down = widths.map((outputs, i) =>
    createDouble(scope.child(`down.${i}`), { inputs: widths[i - 1] ?? 3, outputs }),
  );
  const up = widths.slice(0, -1).map((outputs, i) => {
    const below = widths[i + 1] ?? 0;
    return createDouble(scope.child(`up.${i}`), { inputs: below + outputs, outputs });
  });
  const classify = createConv(scope.child('classify'), { kernel: 1, inputs: widths[0] ?? 0, outputs: classes });

  const logits: Part = (x_NHWC) => {
    const maps: tf.Tensor4D[] = [];
    for (const part of down) {
      const above = maps.at(-1);
      maps.push(part(above ? maxPool(above, 2, { stride: 2, padding: 0 }) : x_NHWC));
    }
    const deepest = maps.pop() ?? x_NHWC;
    return classify(
      up.reduceRight((map, part, level) => {
        const skip = maps[level];
        return skip ? part(tf.concat([upsample(map), skip], 3)) : map;
      }, deepest),
    );
  };

  const arrays = {
    x: randomPictures(rng.fork('x'), batch, side),
    y: randomIndices(rng.fork('y'), [batch * side * side], classes),
  };
  return {
    parameters: scope.parameters,
    others: [],
    feeds: () => arrays,
    loss: (inputs) =>
      tf.tidy(() => {
        const pixels_MC = tf.reshape<tf.Rank.R2>(logits(input(inputs, 'x')), [batch * side * side, classes]);
        return crossEntropy(pixels_MC, input(inputs, 'y'));
      }),
  };
}

function createDouble(scope: Scope, { inputs, outputs }: { inputs: number; outputs: number }): Part {
  const parts = [inputs, outputs].map((channels, i) => ({
    conv: createConv(scope.child(`${i}.conv`), { kernel: 3, inputs: channels, outputs }),
    norm: createBatchNorm(scope.child(`${i}.norm`), outputs),
  }));
  return (x_NHWC) => parts.reduce((map, { conv, norm }) => relu(norm(conv(map), { training: true })), x_NHWC);
}

/** Twice the sides, bilinear with half-pixel centres. tfjs's own gradient forgets about the centres. */
function upsample(x_NHWC: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x_NHWC.shape;
  const attributes = () => [
    attribute.type('T', 'float32'),
    attribute.bool('align_corners', false),
    attribute.bool('half_pixel_centers', true),
  ];
  return differentiable<tf.Tensor4D>([x_NHWC], () => ({
    value: executeOne('ResizeBilinear', attributes(), [
      x_NHWC,
      tf.tensor1d([2 * height, 2 * width], 'int32'),
    ]) as tf.Tensor4D, // [N, 2H, 2W, C]
    saved: [x_NHWC],
    gradient: (dy, [x]) => (x ? [executeOne('ResizeBilinearGrad', attributes(), [dy, x])] : []),
  }));
}
