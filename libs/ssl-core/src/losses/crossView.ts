import { softmaxCrossEntropy, tf } from '@assay/engine';

/**
 * Each whole view's target against what every other view predicts: the mean cross-entropy over all pairs of a whole view
 * and another one. SwAV's swapped prediction with multi-crop (arXiv 2006.09882, equations 1 and 6) and DINO's loss (arXiv
 * 2104.14294, equation 3).
 *
 * Shapes: N pictures, V views of each, M = V N, P = 2N, K classes.
 *
 * @param logits_MK predictions before the softmax, view by view, the two whole views first
 * @param targets_PK distributions of the two whole views; no gradient flows into them
 */
export function crossViewLoss(logits_MK: tf.Tensor2D, targets_PK: tf.Tensor2D): tf.Scalar {
  const [rows, wholeRows] = [logits_MK.shape[0], targets_PK.shape[0]];
  const count = wholeRows / 2;
  const views = rows / count;
  if (views < 2 || !Number.isInteger(views)) {
    throw new Error(`crossViewLoss: ${rows} predictions do not belong to two whole views of ${count} pictures`);
  }
  return tf.tidy(() => {
    const [first_NK, second_NK] = tf.split<tf.Tensor2D>(targets_PK, 2, 0);
    if (!first_NK || !second_NK) throw new Error('crossViewLoss: split gave fewer than two parts');
    // A whole view answers for the other one. A small one answers for both: for their mean, counted twice.
    const both_NK = tf.mul<tf.Tensor2D>(tf.add(first_NK, second_NK), 0.5);
    const asked_MK = tf.concat<tf.Tensor2D>(
      [second_NK, first_NK, ...Array.from({ length: views - 2 }, () => both_NK)],
      0,
    );
    const loss_M = softmaxCrossEntropy(logits_MK, asked_MK);
    const whole = tf.sum(tf.slice(loss_M, 0, wholeRows));
    const small = views > 2 ? tf.sum(tf.slice(loss_M, wholeRows, rows - wholeRows)) : tf.scalar(0);
    return tf.div<tf.Scalar>(tf.add(whole, tf.mul(small, 2)), wholeRows * (views - 1));
  });
}
