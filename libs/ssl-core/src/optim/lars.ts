import type { LarsConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { type GroupOf, gatedMomentum, groupParameters, uniformGroups } from './groups';
import { applyMomentum } from './inPlace';
import { l2Loss } from './norm';
import type { Optimizer } from './optimizer';
import { createSlots } from './slots';

/**
 * Layer-wise adaptive rates (arXiv 1708.03888) as MoCo v3's reference code has them: with `d = gradient + weightDecay * w`
 * and `q = trust * |w| / |d|` (1 when either norm is 0), `buffer = momentum * buffer + q * d; w = w - learningRate * buffer`.
 * Parameters without `hasDecay`, that is biases and norms, are stepped by plain momentum.
 */
export function createLars(
  config: LarsConfig,
  parameters: readonly Parameter[],
  groupOf: GroupOf = uniformGroups(config.weightDecay),
): Optimizer {
  const groups = groupParameters(parameters, groupOf);
  const slots = createSlots(['momentum'], parameters);

  return {
    variables: slots.variables,
    step(gradients, learningRate, weightDecayFactor, gates) {
      tf.tidy(() => {
        const ratesOf = groups.eachStep({ learningRate, weightDecayFactor, gates }, (rates) => ({
          ...rates,
          momentum: gatedMomentum(config.momentum, rates.gate),
        }));
        for (const [i, { variable, hasDecay }] of parameters.entries()) {
          const given = gradients[variable.name];
          if (!given) continue;
          const { learningRate: rate, weightDecay, momentum, gate } = ratesOf(i);
          const buffer = slots.of('momentum', i);
          tf.tidy(() => {
            const decayed = weightDecay ? tf.add(given, tf.mul(variable, weightDecay)) : given;
            const direction = hasDecay ? tf.mul(decayed, trustRatio(variable, decayed, config.trust)) : decayed;
            const gradient = gate ? tf.mul(direction, gate.isOpen) : direction;
            applyMomentum({ variable, buffer, gradient, learningRate: rate, momentum, isNesterov: false });
          });
        }
      });
    },
    state: slots.export,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}

/** `trust * |weight| / |direction|`, or 1 when either is 0. */
function trustRatio(weight: tf.Tensor, direction: tf.Tensor, trust: number): tf.Tensor {
  // Both are the norm divided by the root of 2.
  const weightNorm = tf.sqrt(l2Loss(weight));
  const directionNorm = tf.sqrt(l2Loss(direction));
  const ratio = tf.mul(tf.div(weightNorm, directionNorm), trust);
  return tf.where(tf.greater(tf.minimum(weightNorm, directionNorm), 0), ratio, tf.onesLike(ratio));
}
