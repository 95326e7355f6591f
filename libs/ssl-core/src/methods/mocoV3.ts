import type { MocoV3Config } from '@assay/contracts';
import { block, normalise, tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import { createMlp } from '../heads/mlp';
import { xavierUniform } from '../layers/initialisers';
import { createScope, disposeParameters } from '../layers/parameters';
import { batchContrast } from '../losses/contrast';
import { embeddingStd } from '../losses/embeddingStd';
import { createCosine } from '../optim/schedule';
import type { Rng } from '../rng';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';
import { createTeacher } from './teacher';

/** Of a ViT. Learned, it is where sudden jumps of the gradient start (section 4.2). */
const PATCH_PROJECTION = ['patch_embed.proj.weight', 'patch_embed.proj.bias'];

/**
 * MoCo v3: each view, through a predictor, finds the other view of its picture among the batch's, which a slowly
 * following encoder saw. Chen, Xie and He 2021, arXiv 2104.02057 (algorithm 1); heads as in the authors'
 * `moco/builder.py`: no biases, batch norm after every layer, after the last one without scale and offset; none after the
 * predictor's last layer where the backbone is no ViT.
 *
 * Shapes: N pictures, H, W sides, C channels, D the embedding.
 */
export const createMocoV3: CreateMethod<MocoV3Config> = (config, { backbone, createBackbone, rng }) => {
  const isFixed = backbone.kind === 'vit' && config.fixedPatchProjection;
  if (isFixed) drawPatchProjection(backbone, rng);
  const mlp = { widths: config.projector, rng, end: 'fixedNorm' } as const;
  const base = createEncoder(backbone, mlp);
  const keyBackbone = createBackbone(rng.fork('teacher'));
  const key = createEncoder(keyBackbone, mlp);
  const teacher = createTeacher(base.parameters, key.parameters);
  const scope = createScope({ rng });
  const width = config.projector.at(-1) ?? 1;
  const end = backbone.kind === 'vit' ? 'fixedNorm' : 'none';
  const predict =
    config.predictor === null ? null : createMlp(scope.child('predictor'), [width, config.predictor, width], { end });

  const queryOf = (x_NHWC: tf.Tensor4D): tf.Tensor2D => {
    const embedding_ND = base.embed(x_NHWC, { training: true });
    return normalise(predict ? block('predictor', () => predict(embedding_ND, { training: true })) : embedding_ND);
  };
  const keyOf = (x_NHWC: tf.Tensor4D) => block('teacher', () => normalise(key.embed(x_NHWC, { training: true })));

  return {
    name: 'mocoV3',
    parameters: [...base.projector, ...scope.parameters, ...teacher.parameters],
    ...(isFixed ? { frozen: PATCH_PROJECTION } : {}),
    rates: {
      // The authors follow before a step's keys, by that step's momentum: here that is after the step before it.
      momentum: ({ step, stepsPerEpoch, epochs }) =>
        createCosine({ from: config.momentum, to: config.momentumEnd, steps: stepsPerEpoch * epochs })(step + 1),
    },
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('mocoV3: two views needed');
      return tf.tidy(() => {
        // A pass for each view, as the authors': batch norm counts each view by itself.
        const [queryA_ND, queryB_ND] = [queryOf(a_NHWC), queryOf(b_NHWC)];
        const [keyA_ND, keyB_ND] = [keyOf(a_NHWC), keyOf(b_NHWC)];
        return block('loss', () => {
          const a = batchContrast(queryA_ND, keyB_ND, config.temperature);
          const b = batchContrast(queryB_ND, keyA_ND, config.temperature);
          return {
            loss: tf.add<tf.Scalar>(a.loss, b.loss),
            contrastAccuracy: tf.div<tf.Scalar>(tf.add(a.contrastAccuracy, b.contrastAccuracy), 2),
            embeddingStd: embeddingStd(queryA_ND),
          };
        });
      });
    },
    afterStep({ momentum }) {
      teacher.follow(momentum as tf.Scalar); // as: every rate is a scalar
    },
    dispose() {
      base.disposeProjector();
      key.disposeProjector();
      keyBackbone.dispose();
      disposeParameters(scope.parameters);
    },
  };
};

/**
 * Draws it anew by Glorot's rule, as the authors' `vits.py`: at timm's deviation of 0.02, which learning would mend, a
 * projection that stays would leave the positions many times louder than the picture.
 */
function drawPatchProjection({ parameters }: Backbone, rng: Rng): void {
  const [name = ''] = PATCH_PROJECTION;
  const weight = parameters.find((parameter) => parameter.name === name);
  if (!weight) throw new Error(`mocoV3: the backbone has no ${name}`);
  const { variable, layout } = weight;
  const values = xavierUniform({ rng: rng.fork(name), shape: variable.shape, layout });
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}
