import type { DinoConfig } from '@assay/contracts';
import { block, stopGradient, tf } from '@assay/engine';
import { createDinoHead } from '../heads/dinoHead';
import { zeros } from '../layers/initialisers';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { dinoLoss, nextCenter } from '../losses/dino';
import { createCosine } from '../optim/schedule';
import { multiCropDraws } from './draws/multiCrop';
import type { CreateMethod, Place, RateOf } from './method';
import { checkSmallCrops, multiCropFeatures } from './multiCrop';
import { createTeacher } from './teacher';

const TRAINING = { training: true };

/**
 * DINO: from any view of a picture, whole or small, a student foretells what its own slow average, the teacher, sees in
 * the other whole view. Caron et al. 2021, arXiv 2104.14294; order of a step, names and schedules as in the authors'
 * main_dino.py. The teacher is the network that is kept.
 *
 * Shapes: N pictures, V views, M = V N, P = 2N, H, W sides, C channels, F the backbone's features, K outputs.
 */
export const createDino: CreateMethod<DinoConfig> = (config, { backbone, createBackbone, rng, views }) => {
  checkSmallCrops(backbone, views);
  const createHead = (scope: Scope) =>
    createDinoHead(scope.child('head'), {
      ...config.head,
      inputs: backbone.featureDimension,
      gate: 'lastLayerLearns',
    });
  const [studentScope, teacherScope, scope] = [createScope({ rng }), createScope({ rng }), createScope({ rng })];
  const [studentHead, teacherHead] = [createHead(studentScope), createHead(teacherScope)];
  const encoder = createBackbone(rng.fork('teacher'));
  const teacher = createTeacher(
    [...backbone.parameters, ...studentScope.parameters],
    [...encoder.parameters, ...teacherScope.parameters],
  );
  const center_1K = config.centering
    ? scope.parameter<tf.Rank.R2>({ name: 'center', shape: [1, config.head.outputs], init: zeros, isTrainable: false })
    : null;
  const parameters = [...studentScope.parameters, ...teacher.parameters, ...scope.parameters];

  return {
    name: 'dino',
    parameters,
    ...multiCropDraws,
    encoder,
    rates: dinoRates(config),
    loss(views_NHWC, { teacherTemperature }) {
      const whole_NHWC = views_NHWC.slice(0, 2);
      if (whole_NHWC.length < 2 || !teacherTemperature) throw new Error('dino: two views and a temperature needed');
      return tf.tidy(() => {
        const seen_PF = block('teacher', () => multiCropFeatures(encoder, whole_NHWC));
        const teacher_PK = stopGradient(block('teacherHead', () => teacherHead(seen_PF, TRAINING)));
        const student_MF = multiCropFeatures(backbone, views_NHWC);
        const student_MK = block('head', () => studentHead(student_MF, TRAINING));
        const result = block('loss', () =>
          dinoLoss({
            student_MK,
            teacher_PK,
            center_1K,
            studentTemperature: config.studentTemperature,
            teacherTemperature: teacherTemperature as tf.Scalar, // a rate
          }),
        );
        // After the loss, which takes the center of the steps before.
        center_1K?.assign(nextCenter(center_1K, teacher_PK, config.centerMomentum));
        return result;
      });
    },
    afterStep({ teacherMomentum }) {
      if (!teacherMomentum) throw new Error('dino: the rate teacherMomentum is missing');
      teacher.follow(teacherMomentum as tf.Scalar); // a rate
    },
    dispose: () => disposeParameters(parameters),
  };
};

/** What follows the training, by the names of the curves. */
function dinoRates({ teacherMomentum, teacherTemperature, frozenEpochs }: DinoConfig): Record<string, RateOf> {
  const { first, final, warmupEpochs } = teacherTemperature;
  return {
    teacherMomentum: ({ step, stepsPerEpoch, epochs }) =>
      createCosine({ from: teacherMomentum, to: 1, steps: stepsPerEpoch * epochs })(step),
    // The authors' `linspace`: the first epoch has the first value, the last one of the warm-up the final one.
    teacherTemperature: (place) => {
      const epoch = epochOf(place);
      if (epoch >= warmupEpochs) return final;
      return warmupEpochs > 1 ? first + ((final - first) * epoch) / (warmupEpochs - 1) : first;
    },
    lastLayerLearns: ({ step, stepsPerEpoch }) => (step < frozenEpochs * stepsPerEpoch ? 0 : 1),
  };
}

function epochOf({ step, stepsPerEpoch }: Place): number {
  return Math.floor(step / stepsPerEpoch);
}
