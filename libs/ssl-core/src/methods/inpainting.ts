import type { InpaintingConfig } from '@assay/contracts';
import { block, stopGradient, tf } from '@assay/engine';
import { coarsest } from '../backbones/coarsest';
import { createChannelwise } from '../heads/channelwise';
import { createDecoder } from '../heads/decoder';
import { createDiscriminator } from '../heads/discriminator';
import { coarsestSize } from '../heads/mapSide';
import { createScope, disposeParameters } from '../layers/parameters';
import { discriminatorLoss, makerLoss } from '../losses/adversarial';
import { holeLoss } from '../losses/holeLoss';
import { holesOf, inpaintingDraws } from './draws/inpainting';
import { type HoleMasks, holeMasks } from './holes';
import type { CreateMethod, Inputs } from './method';

/**
 * Context encoder: what was in the hole? Painted so that the squared error is small and that a second network, which
 * learns at the same time, takes the painting for real.
 * Pathak et al. 2016, arXiv 1604.07379; details as in the authors' train.lua.
 *
 * One step teaches both networks by one sum of losses: the discriminator's own loss sees paintings through which no
 * gradient flows, and the painter's sees a discriminator whose weights count as given. So each gets exactly the gradient
 * that it would get of a step of its own.
 *
 * Shapes: N pictures of H x W pixels and C channels.
 */
export const createInpainting: CreateMethod<InpaintingConfig> = (config, { backbone, rng, inputSize, channels }) => {
  const holes = holesOf(config, inputSize);
  const scope = createScope({ rng });
  const from = coarsestSize(backbone, { inputSize, channels });
  const mix = config.channelwise ? createChannelwise(scope.child('channelwise'), from) : null;
  const to = { side: inputSize, channels };
  const decode = createDecoder(scope.child('decoder'), { from, to, width: config.decoder.width });
  const { weight, width } = config.adversarial;
  const judged = { side: holes.isCentral ? holes.side : inputSize, channels };
  const judge = weight > 0 ? createDiscriminator(scope.child('discriminator'), judged, width) : null;

  const masksOf = ({ corners }: Inputs): HoleMasks => {
    if (!corners) throw new Error('inpainting: corners needed');
    return holeMasks(corners as tf.Tensor3D, holes, inputSize); // the shape that `draw` gave
  };
  /** The input's mean where something is hidden, as in the paper. */
  const hide = (x_NHWC: tf.Tensor4D, { hidden_NHW1 }: HoleMasks): tf.Tensor4D => tf.mul(x_NHWC, tf.sub(1, hidden_NHW1));
  const paint = (seen_NHWC: tf.Tensor4D, training: boolean): tf.Tensor4D => {
    const map_NHWD = coarsest(backbone.stages(seen_NHWC, { training }));
    return block('decoder', () => decode(mix ? mix(map_NHWD, { training }) : map_NHWD, { training }));
  };
  /** What the discriminator looks at: a central hole alone, or the picture with its holes filled. */
  const shown = (painting: tf.Tensor4D, x_NHWC: tf.Tensor4D, masks: HoleMasks): tf.Tensor4D =>
    holes.isCentral ? middle(painting, holes.side) : fill(painting, x_NHWC, masks);

  return {
    name: 'inpainting',
    parameters: scope.parameters,
    ...inpaintingDraws(holes, inputSize),
    loss([x_NHWC], inputs) {
      if (!x_NHWC) throw new Error('inpainting: one view needed');
      return tf.tidy(() => {
        const masks = masksOf(inputs);
        const painting_NHWC = paint(hide(x_NHWC, masks), true);
        const reconstruction = block('loss', () =>
          holeLoss(painting_NHWC, x_NHWC, { ...masks, weight_NHW1: weightOf(masks, config.overlapWeight) }),
        );
        if (!judge) return { loss: reconstruction };
        return block('discriminator', () => {
          const made_NHWC = shown(painting_NHWC, x_NHWC, masks);
          const real_NHWC = holes.isCentral ? middle(x_NHWC, holes.side) : x_NHWC;
          const adversarial = makerLoss(judge(made_NHWC, { isFrozen: true }));
          const discriminator = discriminatorLoss(
            judge(real_NHWC, { isFrozen: false }),
            judge(stopGradient(made_NHWC), { isFrozen: false }),
          );
          const painter = tf.add(tf.mul(reconstruction, 1 - weight), tf.mul(adversarial, weight));
          return { loss: tf.add<tf.Scalar>(painter, discriminator), reconstruction, adversarial, discriminator };
        });
      });
    },
    pictures: ([x_NHWC], inputs) => {
      if (!x_NHWC) return {};
      return tf.tidy(() => {
        const masks = masksOf(inputs);
        const seen = hide(x_NHWC, masks);
        return { seen, filled: fill(paint(seen, false), x_NHWC, masks) };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** 1 where something is hidden, more in the band that is painted and seen. */
function weightOf({ painted_NHW1, hidden_NHW1 }: HoleMasks, overlapWeight: number): tf.Tensor4D {
  return tf.add(hidden_NHW1, tf.mul(tf.sub(painted_NHW1, hidden_NHW1), overlapWeight));
}

/** The picture with the painting in its holes. */
function fill(painting_NHWC: tf.Tensor4D, x_NHWC: tf.Tensor4D, { painted_NHW1 }: HoleMasks): tf.Tensor4D {
  return tf.add(tf.mul(painting_NHWC, painted_NHW1), tf.mul(x_NHWC, tf.sub(1, painted_NHW1)));
}

/** The square in the middle. */
function middle(x_NHWC: tf.Tensor4D, side: number): tf.Tensor4D {
  const margin = (x_NHWC.shape[1] - side) / 2;
  return tf.slice(x_NHWC, [0, margin, margin, 0], [-1, side, side, -1]);
}
