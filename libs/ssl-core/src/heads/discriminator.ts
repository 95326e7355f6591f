import { batchNorm, conv2d, linear, maximum, stopGradient, tf } from '@assay/engine';
import { type Initialiser, ones, zeros } from '../layers/initialisers';
import type { Scope } from '../layers/parameters';
import type { MapSize } from './mapSide';

/** Slope of the leaky ReLU below 0, and deviation of the first weights, as in DCGAN (arXiv 1511.06434, section 3). */
const SLOPE = 0.2;
const DEVIATION = 0.02;
const EPSILON = 1e-5;

/**
 * Whether pictures [N, H, H, C] are real: logits [N], above 0 for yes.
 *
 * `isFrozen`: the weights count as given, so that a loss of the logits teaches the pictures' maker alone.
 */
export type Discriminator = (x_NHWC: tf.Tensor4D, options: { isFrozen: boolean }) => tf.Tensor1D;

/**
 * Discriminator of the context encoder (arXiv 1604.07379, `netD` of the authors' train.lua, which is DCGAN's): 4 x 4
 * convolutions of stride 2 with leaky ReLU, batch norm on all but the first, until the side is at most 4; then one number.
 * It is trained only, never evaluated, so its batch norms keep no running statistics.
 *
 * @param width channels of the first convolution, doubled at each further one up to eight times
 */
export function createDiscriminator(scope: Scope, { side, channels }: MapSize, width: number): Discriminator {
  const layers: Layer[] = [];
  let at = { side, channels };
  while (at.side > 4) {
    const outputs = width * Math.min(8, 2 ** layers.length);
    layers.push(
      createLayer(scope.child(`layers.${layers.length}`), { inputs: at.channels, outputs, index: layers.length }),
    );
    at = { side: Math.floor(at.side / 2), channels: outputs };
  }
  const inputs = at.side * at.side * at.channels;
  const output = scope.child('output');
  const w_I1 = output.parameter<tf.Rank.R2>({ name: 'weight', shape: [inputs, 1], layout: 'linear', init: normal });
  const b_1 = output.parameter<tf.Rank.R1>({ name: 'bias', shape: [1], init: zeros });

  return (x_NHWC, { isFrozen }) =>
    tf.tidy(() => {
      const use: Use = (weight) => (isFrozen ? stopGradient(weight) : weight);
      const map = layers.reduce((x, layer) => layer(x, use), x_NHWC);
      const rows_NI = tf.reshape<tf.Rank.R2>(map, [x_NHWC.shape[0], inputs]);
      return tf.reshape<tf.Rank.R1>(linear(rows_NI, use(w_I1), use(b_1)), [x_NHWC.shape[0]]);
    });
}

/** A weight as it shall be seen by the gradient. */
type Use = <T extends tf.Tensor>(weight: T) => T;
type Layer = (x_NHWC: tf.Tensor4D, use: Use) => tf.Tensor4D;

function createLayer(
  scope: Scope,
  { inputs, outputs, index }: { inputs: number; outputs: number; index: number },
): Layer {
  const w_HWIO = scope.parameter<tf.Rank.R4>({
    name: 'conv.weight',
    shape: [4, 4, inputs, outputs],
    layout: 'conv',
    init: normal,
  });
  if (index === 0) return (x, use) => leakyRelu(conv2d(x, use(w_HWIO), { stride: 2, padding: 1 }));
  const scale = scope.parameter<tf.Rank.R1>({ name: 'norm.weight', shape: [outputs], init: ones });
  const offset = scope.parameter<tf.Rank.R1>({ name: 'norm.bias', shape: [outputs], init: zeros });
  return (x, use) => {
    const { y } = batchNorm(conv2d(x, use(w_HWIO), { stride: 2, padding: 1 }), use(scale), use(offset), EPSILON);
    return leakyRelu(y);
  };
}

function leakyRelu(x: tf.Tensor4D): tf.Tensor4D {
  return maximum(x, tf.mul(x, SLOPE)) as tf.Tensor4D; // both have x's shape
}

const normal: Initialiser = ({ rng, shape }) =>
  Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => DEVIATION * rng.normal());
