import { tf } from '@assay/engine';
import { moveTowards } from '../../libs/ssl-core/src/optim/ema';
import { setValue } from '../../libs/ssl-core/src/optim/inPlace';
import { createMulticropVit } from './multicropVit';
import type { MulticropSizes } from './sizes';
import { input, randomPictures, type Work, type WorkInput } from './work';

/** DINO's values (arXiv 2104.14294). */
const STUDENT_TEMPERATURE = 0.1;
const TEACHER_TEMPERATURE = 0.04;
const CENTRE_MOMENTUM = 0.9;
const TEACHER_MOMENTUM = 0.996;

/**
 * After DINO: a student sees all crops, a teacher that follows it the large ones, and each of the student's crops shall
 * give what the teacher gives for every other.
 *
 * Shapes: N pictures, G large and C crops in all, K prototypes.
 */
export function createMulticropWork(sizes: MulticropSizes, { batch, rng }: WorkInput): Work {
  const { side, globals, locals } = sizes;
  const student = createMulticropVit(sizes, rng.fork('model'));
  const teacher = createMulticropVit(sizes, rng.fork('model'));
  const prototypes = sizes.head.prototypes;
  const centre_1K = tf.tidy(() => tf.variable<tf.Rank.R2>(tf.zeros([1, prototypes]), false));
  const arrays = {
    large: randomPictures(rng.fork('large'), globals * batch, side),
    small: randomPictures(rng.fork('small'), locals * batch, side / 2),
  };
  const pairs = globals * (globals + locals - 1) * batch;

  return {
    parameters: student.parameters,
    others: [...teacher.parameters.map(({ variable }) => variable), centre_1K],
    feeds: () => arrays,
    targets: (inputs) =>
      tf.tidy(() => {
        const seen = teacher.logits(input(inputs, 'large'));
        const target = tf.softmax(tf.div(tf.sub(seen, centre_1K), TEACHER_TEMPERATURE));
        const mean_1K = tf.mean(seen, 0, true);
        setValue(centre_1K, tf.add(tf.mul(centre_1K, CENTRE_MOMENTUM), tf.mul(mean_1K, 1 - CENTRE_MOMENTUM)));
        return { target_GNK: tf.reshape(target, [globals, batch, prototypes]) };
      }),
    loss: (inputs) =>
      tf.tidy(() => {
        const large = student.logits(input(inputs, 'large'));
        const small = student.logits(input(inputs, 'small'));
        const logits_CNK = tf.reshape(tf.concat([large, small], 0), [globals + locals, batch, prototypes]);
        const logProbability_CNK = tf.logSoftmax(tf.div(logits_CNK, STUDENT_TEMPERATURE));
        const same_GNK = tf.slice(logProbability_CNK, [0, 0, 0], [globals, -1, -1]);
        // Every teacher's crop against every student's but the same one.
        const others_GNK = tf.sub(tf.sum(logProbability_CNK, 0, true), same_GNK);
        return tf.div<tf.Scalar>(tf.neg(tf.sum(tf.mul(input(inputs, 'target_GNK'), others_GNK))), pairs);
      }),
    afterUpdate: () => tf.tidy(() => moveTowards(teacher.parameters, student.parameters, tf.scalar(TEACHER_MOMENTUM))),
  };
}
