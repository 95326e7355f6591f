import type { AdamwConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { type GroupOf, groupParameters, uniformGroups } from './groups';
import { applyAdam, setValue } from './inPlace';
import type { Optimizer } from './optimizer';
import { createSlots } from './slots';

/**
 * Adam with decoupled weight decay and bias correction (arXiv 1711.05101), as `torch.optim.AdamW`:
 * `w = w * (1 - learningRate * weightDecay)`, then `w = w - learningRate * mHat / (sqrt(vHat) + epsilon)`.
 * The step count is a variable, so that nothing in a step is a host number.
 */
export function createAdamw(
  config: AdamwConfig,
  parameters: readonly Parameter[],
  groupOf: GroupOf = uniformGroups(config.weightDecay),
): Optimizer {
  const { beta1, beta2, epsilon } = config;
  const groups = groupParameters(parameters, groupOf);
  const slots = createSlots(['moment1', 'moment2'], parameters);
  const count = tf.tidy(() => tf.variable(tf.scalar(0), false));

  /** 1 - beta^t; by expm1, since 1 - 0.999^1 would lose four of float32's seven digits. */
  const correction = (beta: number): tf.Scalar =>
    beta > 0 ? tf.neg(tf.expm1(tf.mul(count, Math.log(Math.fround(beta))))) : tf.scalar(1);

  return {
    variables: [...slots.variables, count],
    step(gradients, learningRate, weightDecayFactor) {
      tf.tidy(() => {
        count.assign(tf.add(count, 1));
        // lr * mHat / (sqrt(vHat) + epsilon) = lr * root / correction1 * m / (sqrt(v) + epsilon * root)
        const root = tf.sqrt(correction(beta2));
        const scale = tf.div(root, correction(beta1));
        const correctedEpsilon: tf.Scalar = tf.mul(root, epsilon);
        const ratesOf = groups.eachStep({ learningRate, weightDecayFactor }, (rates) => ({
          stepSize: tf.mul<tf.Scalar>(rates.learningRate, scale),
          keep: rates.weightDecay && tf.sub(1, tf.mul(rates.learningRate, rates.weightDecay)),
        }));
        for (const [i, { variable }] of parameters.entries()) {
          const gradient = gradients[variable.name];
          if (!gradient) continue;
          const { stepSize, keep } = ratesOf(i);
          tf.tidy(() => {
            if (keep) setValue(variable, tf.mul(variable, keep));
            const first = slots.of('moment1', i);
            const second = slots.of('moment2', i);
            applyAdam({ variable, first, second, gradient, stepSize, beta1, beta2, epsilon: correctedEpsilon });
          });
        }
      });
    },
    state: () => [...slots.export(), { name: 'step', shape: [], data: Float32Array.from(count.dataSync()) }],
    restore(state) {
      const step = state.get('step')?.data[0];
      if (step === undefined) throw new Error('optimizer state: step is missing');
      slots.restore(state);
      tf.tidy(() => count.assign(tf.scalar(step)));
    },
    dispose() {
      slots.dispose();
      count.dispose();
    },
  };
}
