import type { SgdConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import type { Optimizer } from './optimizer';
import { createSlot, disposeSlots, exportSlots, restoreSlots } from './slots';

/**
 * Stochastic gradient descent with momentum and L2 weight decay, as `torch.optim.SGD` (no dampening, no Nesterov):
 * `d = gradient + weightDecay * w; buffer = momentum * buffer + d; w = w - learningRate * buffer`.
 * Parameters without `hasDecay` skip the decay.
 */
export function createSgd(config: SgdConfig, parameters: readonly Parameter[]): Optimizer {
  const momentum = createSlot('momentum', parameters);
  const slots = [momentum];

  return {
    step(gradients, learningRate) {
      for (const [i, { variable, hasDecay }] of parameters.entries()) {
        const gradient = gradients[variable.name];
        const buffer = momentum.variables[i];
        if (!gradient || !buffer) continue;
        tf.tidy(() => {
          const decays = hasDecay && config.weightDecay > 0;
          const d = decays ? tf.add(gradient, tf.mul(variable, config.weightDecay)) : gradient;
          const next = config.momentum > 0 ? tf.add(tf.mul(buffer, config.momentum), d) : d;
          if (config.momentum > 0) buffer.assign(next);
          variable.assign(tf.sub(variable, tf.mul(next, learningRate)));
        });
      }
    },
    state: () => exportSlots(slots, parameters),
    restore: (state) => restoreSlots(slots, parameters, state),
    dispose: () => disposeSlots(slots),
  };
}
