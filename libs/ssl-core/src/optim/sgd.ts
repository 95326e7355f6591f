import type { SgdConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { type GroupOf, gatedMomentum, groupParameters, uniformGroups } from './groups';
import { applyMomentum, subtractScaled } from './inPlace';
import type { Optimizer } from './optimizer';
import { createSlots } from './slots';

/**
 * Stochastic gradient descent with momentum and L2 weight decay, as `torch.optim.SGD` (no dampening):
 * `d = gradient + weightDecay * w; buffer = momentum * buffer + d; w = w - learningRate * buffer`, or with Nesterov
 * `w = w - learningRate * (d + momentum * buffer)`.
 */
export function createSgd(
  config: SgdConfig,
  parameters: readonly Parameter[],
  groupOf: GroupOf = uniformGroups(config.weightDecay),
): Optimizer {
  const groups = groupParameters(parameters, groupOf);
  const hasMomentum = config.momentum > 0;
  const slots = createSlots(hasMomentum ? ['momentum'] : [], parameters);

  return {
    variables: slots.variables,
    step(gradients, learningRate, weightDecayFactor, gates) {
      tf.tidy(() => {
        const ratesOf = groups.eachStep({ learningRate, weightDecayFactor, gates }, (rates) => ({
          ...rates,
          momentum: gatedMomentum(config.momentum, rates.gate),
        }));
        for (const [i, { variable }] of parameters.entries()) {
          const given = gradients[variable.name];
          if (!given) continue;
          const { learningRate: rate, weightDecay, momentum, gate } = ratesOf(i);
          tf.tidy(() => {
            const decayed = weightDecay ? tf.add(given, tf.mul(variable, weightDecay)) : given;
            const gradient = gate ? tf.mul(decayed, gate.isOpen) : decayed;
            if (!hasMomentum) return subtractScaled(variable, rate, gradient);
            const buffer = slots.of('momentum', i);
            applyMomentum({ variable, buffer, gradient, learningRate: rate, momentum, isNesterov: config.nesterov });
          });
        }
      });
    },
    state: slots.export,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}
