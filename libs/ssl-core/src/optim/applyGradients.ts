import { assertFinite, tf } from '@assay/engine';
import { clipByGlobalNorm, clipByValue } from './clip';
import type { Ema } from './ema';
import type { Gates } from './groups';
import type { Optimizer } from './optimizer';

export type UpdateParts = {
  optimizer: Optimizer;
  /** Largest global norm, null for none. */
  clipNorm: number | null;
  /** Largest absolute value, null for none. */
  clipValue: number | null;
  ema?: Ema;
};

/** What follows a schedule: fed at every step. */
export type UpdateRates = {
  learningRate: tf.Scalar;
  /** Scales every group's decay; 1 when not given. */
  weightDecayFactor?: tf.Scalar;
  /** Needed with `ema`. */
  emaMomentum?: tf.Scalar;
} & Gates;

/**
 * The second half of every training step, always in this order: (1) gradients, from one batch or accumulated over its
 * parts, (2) clip by norm, (3) clip by value, so that both limits hold, (4) the optimizer's update, (5) the moving
 * average of the new weights.
 *
 * @returns the gradients' norm before clipping
 * @throws NotFiniteError when that norm is not finite; nothing has changed then
 */
export function applyGradients(
  { optimizer, clipNorm, clipValue, ema }: UpdateParts,
  gradients: tf.NamedTensorMap,
  { learningRate, weightDecayFactor, emaMomentum, ...gates }: UpdateRates,
): tf.Scalar {
  return tf.tidy(() => {
    const { gradients: clipped, norm } = clipByGlobalNorm(gradients, clipNorm);
    assertFinite(norm, "the gradients' norm");
    optimizer.step(clipByValue(clipped, clipValue), learningRate, weightDecayFactor, gates);
    if (ema && !emaMomentum) throw new Error('applyGradients: an average of the weights needs its momentum');
    if (ema && emaMomentum) ema.update(emaMomentum);
    return norm;
  });
}
