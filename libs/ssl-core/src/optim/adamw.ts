import type { AdamwConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import type { Optimizer } from './optimizer';
import { createSlot, disposeSlots, exportSlots, restoreSlots } from './slots';

/**
 * Adam with decoupled weight decay and bias correction (arXiv 1711.05101), as `torch.optim.AdamW`:
 * `w = w * (1 - learningRate * weightDecay)`, then `w = w - learningRate * mHat / (sqrt(vHat) + epsilon)`.
 * Parameters without `hasDecay` skip the decay. The step count is a tensor, so that nothing in a step is a host number.
 */
export function createAdamw(config: AdamwConfig, parameters: readonly Parameter[]): Optimizer {
  const { beta1, beta2, epsilon, weightDecay } = config;
  const first = createSlot('moment1', parameters);
  const second = createSlot('moment2', parameters);
  const slots = [first, second];
  const count = tf.tidy(() => tf.variable(tf.scalar(0), false));

  /** 1 - beta^t; by expm1, since 1 - 0.999^1 would lose four of float32's seven digits. */
  const correction = (beta: number) => tf.neg(tf.expm1(tf.mul(count, Math.log(beta))));

  return {
    step(gradients, learningRate) {
      tf.tidy(() => {
        count.assign(tf.add(count, 1));
        const stepSize = tf.div(learningRate, beta1 > 0 ? correction(beta1) : 1);
        const rootCorrection = tf.sqrt(beta2 > 0 ? correction(beta2) : tf.scalar(1));
        const keep = tf.sub(1, tf.mul(learningRate, weightDecay));
        for (const [i, { variable, hasDecay }] of parameters.entries()) {
          const gradient = gradients[variable.name];
          const m = first.variables[i];
          const v = second.variables[i];
          if (!gradient || !m || !v) continue;
          tf.tidy(() => {
            const nextM = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
            const nextV = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
            m.assign(nextM);
            v.assign(nextV);
            const direction = tf.div(nextM, tf.add(tf.div(tf.sqrt(nextV), rootCorrection), epsilon));
            const decayed = hasDecay && weightDecay > 0 ? tf.mul(variable, keep) : variable;
            variable.assign(tf.sub(decayed, tf.mul(direction, stepSize)));
          });
        }
      });
    },
    state: () => [
      ...exportSlots(slots, parameters),
      { name: 'step', shape: [], data: Float32Array.from(count.dataSync()) },
    ],
    restore(state) {
      const step = state.get('step')?.data[0];
      if (step === undefined) throw new Error('optimizer state: step is missing');
      restoreSlots(slots, parameters, state);
      tf.tidy(() => count.assign(tf.scalar(step)));
    },
    dispose() {
      disposeSlots(slots);
      count.dispose();
    },
  };
}
