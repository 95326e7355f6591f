import type { ScheduleConfig } from '@assay/contracts';

export type Schedule = (step: number) => number;

/**
 * Learning rate of a step, counted from 0: linear warm-up from 0, then half a cosine from `base` down to
 * `finalFactor * base`, or level. Warm-up and cosine move with every step, as in MAE's reference code (`lr_sched.py`).
 */
export function createSchedule(
  config: ScheduleConfig,
  { stepsPerEpoch, epochs, base }: { stepsPerEpoch: number; epochs: number; base: number },
): Schedule {
  const warmup = config.warmupEpochs * stepsPerEpoch;
  const total = epochs * stepsPerEpoch;
  return (step) => {
    if (step < warmup) return (base * step) / warmup;
    if (config.kind === 'constant') return base;
    const progress = total > warmup ? Math.min(1, (step - warmup) / (total - warmup)) : 1;
    const final = config.finalFactor;
    return base * (final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  };
}

/**
 * The rate that a config means at its batch: rates are given for 256 pictures when they grow with the batch, in proportion
 * (arXiv 1706.02677) or with its square root (SimCLR, appendix B.1).
 */
export function scaledRate(
  learningRate: number,
  { rateScaling, batchSize }: { rateScaling: 'none' | 'linear' | 'squareRoot'; batchSize: number },
): number {
  if (rateScaling === 'none') return learningRate;
  const factor = batchSize / 256;
  return learningRate * (rateScaling === 'linear' ? factor : Math.sqrt(factor));
}

/**
 * Half a cosine from `from` at step 0 to `to` at `steps`, level afterwards: DINO's weight decay, and with `to` 1 the
 * momentum of BYOL's and MoCo v3's moving averages.
 */
export function createCosine({ from, to, steps }: { from: number; to: number; steps: number }): Schedule {
  return (step) => to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / steps)));
}
