import { conv2d, relu, resizeNearest, tf } from '@assay/engine';
import { createBatchNorm } from '../layers/batchNorm';
import { createConv } from '../layers/conv';
import { uniformFanIn, zeros } from '../layers/initialisers';
import type { Scope } from '../layers/parameters';
import type { Part } from '../layers/part';
import type { MapSize } from './mapSide';

/** Maps [N, h, h, D] to [N, H, H, C]. */
export type Decoder = Part<tf.Tensor4D, tf.Tensor4D>;

export type DecoderOptions = {
  from: MapSize;
  to: MapSize;
  /** Channels after the first doubling; halved at each further one. */
  width: number;
  /** Of the last convolution. */
  outputKernel?: 1 | 3;
};

const NARROWEST = 16;

/**
 * From a backbone's coarsest map to a picture: doubled by repeating pixels, 3 x 3 convolution, batch norm, ReLU, until the
 * side is reached; then a convolution with a bias. The papers double by transposed convolutions, whose overlaps leave a
 * chequered pattern (Odena et al. 2016, "Deconvolution and checkerboard artifacts"); repeating first does not.
 *
 * @throws Error when the map is finer than what is wanted
 */
export function createDecoder(scope: Scope, { from, to, width, outputKernel = 3 }: DecoderOptions): Decoder {
  const sides = doublings(from.side, to.side);
  const widths = sides.map((_, i) => Math.max(Math.min(NARROWEST, width), Math.floor(width / 2 ** i)));
  const layers = sides.map((side, i) => {
    const inner = scope.child(`layers.${i}`);
    const [inputs, outputs] = [widths[i - 1] ?? from.channels, widths[i] ?? width];
    const conv = createConv(inner.child('conv'), { kernel: 3, inputs, outputs });
    return { side, conv, norm: createBatchNorm(inner.child('norm'), outputs) };
  });
  const output = scope.child('output');
  const inputs = widths.at(-1) ?? width;
  // By the ingoing side: by the outgoing one, as within a ResNet, a picture of one channel would start many times too bright.
  const w_HWIO = output.parameter<tf.Rank.R4>({
    name: 'weight',
    shape: [outputKernel, outputKernel, inputs, to.channels],
    layout: 'conv',
    init: uniformFanIn(outputKernel ** 2 * inputs),
  });
  const bias = output.parameter<tf.Rank.R1>({ name: 'bias', shape: [to.channels], init: zeros });

  return (map_NHWD, mode) =>
    tf.tidy(() => {
      let map = map_NHWD;
      for (const { side, conv, norm } of layers) {
        const larger = map.shape[1] === side ? map : resizeNearest(map, [side, side]);
        map = relu(norm(conv(larger), mode));
      }
      return tf.add<tf.Tensor4D>(conv2d(map, w_HWIO, { stride: 1, padding: (outputKernel - 1) / 2 }), bias);
    });
}

/** Sides of the maps on the way, the wanted one last; at least one. */
function doublings(from: number, to: number): number[] {
  if (from > to) throw new Error(`decoder: a map of side ${from} is finer than the ${to} that shall be made of it`);
  const sides: number[] = [];
  for (let side = Math.min(from * 2, to); ; side = Math.min(side * 2, to)) {
    sides.push(side);
    if (side === to) return sides;
  }
}
