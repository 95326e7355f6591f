import type { AdamwConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { type GroupOf, gatedMomentum, groupParameters, uniformGroups } from './groups';
import { applyAdam, setValue } from './inPlace';
import type { Optimizer } from './optimizer';
import { createSlots } from './slots';
import { createStepCounts } from './stepCounts';

/**
 * Adam with decoupled weight decay and bias correction (arXiv 1711.05101), as `torch.optim.AdamW`:
 * `w = w * (1 - learningRate * weightDecay)`, then `w = w - learningRate * mHat / (sqrt(vHat) + epsilon)`.
 * The step count is a variable, so that nothing in a step is a host number. Parameters with a gate have a count of their
 * own, of the steps in which they learned, as PyTorch counts them.
 */
export function createAdamw(
  config: AdamwConfig,
  parameters: readonly Parameter[],
  groupOf: GroupOf = uniformGroups(config.weightDecay),
): Optimizer {
  const { beta1, beta2, epsilon } = config;
  const groups = groupParameters(parameters, groupOf);
  const slots = createSlots(['moment1', 'moment2'], parameters);
  const counts = createStepCounts(parameters);

  /** 1 - beta^t; by expm1, since 1 - 0.999^1 would lose four of float32's seven digits. */
  const correction = (beta: number, count: tf.Scalar): tf.Scalar =>
    beta > 0 ? tf.neg(tf.expm1(tf.mul(count, Math.log(Math.fround(beta))))) : tf.scalar(1);

  return {
    variables: [...slots.variables, ...counts.variables],
    step(gradients, learningRate, weightDecayFactor, gates) {
      tf.tidy(() => {
        counts.advance(gates);
        const ratesOf = groups.eachStep({ learningRate, weightDecayFactor, gates }, (rates) => {
          const count = counts.of(rates.gate?.name ?? null);
          // lr * mHat / (sqrt(vHat) + epsilon) = lr * root / correction1 * m / (sqrt(v) + epsilon * root)
          const root = tf.sqrt(correction(beta2, count));
          const scale = tf.div(root, correction(beta1, count));
          return {
            stepSize: tf.mul<tf.Scalar>(rates.learningRate, scale),
            keep: rates.weightDecay && tf.sub(1, tf.mul(rates.learningRate, rates.weightDecay)),
            epsilon: tf.mul<tf.Scalar>(root, epsilon),
            beta1: rates.gate ? gatedMomentum(beta1, rates.gate) : beta1,
            beta2: rates.gate ? gatedMomentum(beta2, rates.gate) : beta2,
          };
        });
        for (const [i, { variable }] of parameters.entries()) {
          const gradient = gradients[variable.name];
          if (!gradient) continue;
          const { keep, ...rates } = ratesOf(i);
          tf.tidy(() => {
            if (keep) setValue(variable, tf.mul(variable, keep));
            const first = slots.of('moment1', i);
            const second = slots.of('moment2', i);
            applyAdam({ variable, first, second, gradient, ...rates });
          });
        }
      });
    },
    state: () => [...slots.export(), ...counts.export()],
    restore(state) {
      const restoreCounts = counts.read(state);
      slots.restore(state);
      restoreCounts();
    },
    dispose() {
      slots.dispose();
      counts.dispose();
    },
  };
}
