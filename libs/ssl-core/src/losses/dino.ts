import { softmax, tf } from '@assay/engine';
import { crossViewLoss } from './crossView';
import { meanEntropy } from './entropy';

export type DinoLossInput = {
  /** The student's outputs of all views, view by view, the two whole ones first. */
  student_MK: tf.Tensor2D;
  /** The teacher's outputs of the two whole views; no gradient flows into them. */
  teacher_PK: tf.Tensor2D;
  /** Taken from the teacher's outputs; null: nothing is. */
  center_1K: tf.Tensor2D | null;
  studentTemperature: number;
  teacherTemperature: tf.Scalar;
};

/**
 * DINO's loss (arXiv 2104.14294, equations 1 and 3; `DINOLoss` of the authors' main_dino.py): the student's distribution
 * shall be the teacher's, centred and sharpened, of every other whole view.
 *
 * Shapes: N pictures, M rows of all views, P = 2N, K outputs.
 *
 * @returns the cross-entropy, and what it is the sum of (section 5.3): the teacher's entropy and the divergence between
 *   the two. Either of them at 0 shows collapse, as does an entropy of log K.
 */
export function dinoLoss({
  student_MK,
  teacher_PK,
  center_1K,
  studentTemperature,
  teacherTemperature,
}: DinoLossInput): {
  loss: tf.Scalar;
  teacherEntropy: tf.Scalar;
  kl: tf.Scalar;
} {
  return tf.tidy(() => {
    const centred_PK = center_1K ? tf.sub<tf.Tensor2D>(teacher_PK, center_1K) : teacher_PK;
    const targets_PK = softmax(tf.div<tf.Tensor2D>(centred_PK, teacherTemperature));
    const loss = crossViewLoss(tf.div(student_MK, studentTemperature), targets_PK);
    const teacherEntropy = meanEntropy(targets_PK);
    return { loss, teacherEntropy, kl: tf.sub<tf.Scalar>(loss, teacherEntropy) };
  });
}

/** The center after a batch: `momentum * center + (1 - momentum) * mean of the teacher's outputs` (equation 4). */
export function nextCenter(center_1K: tf.Tensor2D, teacher_PK: tf.Tensor2D, momentum: number): tf.Tensor2D {
  return tf.tidy(() => {
    const batch_1K = tf.mean<tf.Tensor2D>(teacher_PK, 0, true);
    return tf.add(tf.mul(center_1K, momentum), tf.mul(batch_1K, 1 - momentum));
  });
}
