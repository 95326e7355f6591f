import type { ByolConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { embeddingStd } from '../losses/embeddingStd';
import { negativeCosine } from '../losses/negativeCosine';
import { createCosine } from '../optim/schedule';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';
import { createTeacher } from './teacher';

/**
 * BYOL: from one view, predict what a slowly following target network makes of the other. Grill et al. 2020, arXiv
 * 2006.07733 (section 3.1, equations 1 and 2); heads as in the authors' `networks.py`, without the bias that their batch norm cancels.
 *
 * Shapes: N pictures, H, W sides, C channels, D the embedding.
 */
export const createByol: CreateMethod<ByolConfig> = (config, { backbone, createBackbone, rng }) => {
  const mlp = { widths: config.projector, rng, end: 'none' } as const;
  const online = createEncoder(backbone, mlp);
  const targetBackbone = createBackbone(rng.fork('teacher'));
  const target = createEncoder(targetBackbone, mlp);
  const teacher = createTeacher(online.parameters, target.parameters);
  const scope = createScope({ rng });
  const width = config.projector.at(-1) ?? 1;
  const predict =
    config.predictor === null
      ? null
      : createMlp(scope.child('predictor'), [width, config.predictor, width], { end: 'none' });

  return {
    name: 'byol',
    parameters: [...online.projector, ...scope.parameters, ...teacher.parameters],
    rates: {
      momentum: ({ step, stepsPerEpoch, epochs }) =>
        createCosine({ from: config.momentum, to: config.momentumEnd, steps: stepsPerEpoch * epochs })(step),
    },
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('byol: two views needed');
      return tf.tidy(() => {
        // A pass for each view, as the authors': batch norm counts each view by itself.
        const [a_ND, b_ND] = [online.embed(a_NHWC, { training: true }), online.embed(b_NHWC, { training: true })];
        const predictOne = (z_ND: tf.Tensor2D) =>
          predict ? block('predictor', () => predict(z_ND, { training: true })) : z_ND;
        const [predictionA_ND, predictionB_ND] = [predictOne(a_ND), predictOne(b_ND)];
        const [targetA_ND, targetB_ND] = block('teacher', () => [
          target.embed(a_NHWC, { training: true }),
          target.embed(b_NHWC, { training: true }),
        ]) as [tf.Tensor2D, tf.Tensor2D]; // as: the two just made
        return block('loss', () => {
          // The squared distance of two unit vectors is 2 - 2 cos.
          const cosines = tf.add(
            negativeCosine(predictionA_ND, targetB_ND),
            negativeCosine(predictionB_ND, targetA_ND),
          );
          return { loss: tf.add<tf.Scalar>(tf.mul(cosines, 2), 4), embeddingStd: embeddingStd(a_ND) };
        });
      });
    },
    afterStep({ momentum }) {
      teacher.follow(momentum as tf.Scalar); // as: every rate is a scalar
    },
    dispose() {
      online.disposeProjector();
      target.disposeProjector();
      targetBackbone.dispose();
      disposeParameters(scope.parameters);
    },
  };
};
