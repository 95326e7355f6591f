import type { Rng } from '../rng';
import type { EngineOptions } from '../train/trainingProgram';
import type { LinearProbe } from './linear';
import { createSweepTrainer, type SweepTrainerOptions } from './sweepTrainer';

/** Of DINO's first weights. */
const FIRST_DEVIATION = 0.01;

export type LinearSweepOptions = Pick<
  SweepTrainerOptions,
  'learningRates' | 'momentum' | 'weightDecay' | 'normalise'
> & {
  epochs: number;
  /** Pictures of a step; all of them when there are fewer. */
  batchSize: number;
};

export type LinearSweepData = {
  /** [N, D] row by row, in an epoch that counts from 0: the same unless the pictures are augmented. */
  featuresOf: (epoch: number) => Float32Array | Promise<Float32Array>;
  /** [N], each in [0, classes). */
  labels: ArrayLike<number>;
  classes: number;
  /** Of the first weights and of the order of the pictures. */
  rng: Rng;
  /** Asked between two epochs: may throw to end the training. */
  onEpoch?: (epoch: number) => void;
};

/**
 * Linear classifiers on frozen features, one a learning rate, by SGD with momentum and half a cosine down to 0 that moves
 * with the epochs, as in DINO's `eval_linear.py`. An epoch's last, smaller batch is left out.
 *
 * @returns a probe a learning rate, in their order; `isConverged` is false for one that left the finite numbers
 * @throws Error when the labels hold fewer than two classes
 */
export async function fitLinearSweep(
  { featuresOf, labels, classes, rng, onEpoch }: LinearSweepData,
  { epochs, batchSize: wanted, ...options }: LinearSweepOptions & EngineOptions,
): Promise<LinearProbe[]> {
  const count = labels.length;
  const seen = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  if (seen.length < 2) throw new Error('fitLinearSweep: the labels hold fewer than two classes');
  const place = new Map(seen.map((label, i) => [label, i]));
  const targets = Int32Array.from(labels, (label) => place.get(label) ?? 0);
  let features = await featuresOf(0);
  const dimension = features.length / count;
  if (!Number.isInteger(dimension)) {
    throw new Error(`fitLinearSweep: ${features.length} values are no rows of ${count} pictures`);
  }
  const batchSize = Math.min(wanted, count);
  const draws = rng.fork('head');
  const first = Float32Array.from({ length: dimension * seen.length }, () => FIRST_DEVIATION * draws.normal());
  const trainer = createSweepTrainer({ ...options, dimension, classes: seen.length, batchSize, first });
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      onEpoch?.(epoch);
      if (epoch > 0) features = await featuresOf(epoch);
      const order = rng.fork('order', epoch).permutation(count);
      const factor = 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
      for (let start = 0; start + batchSize <= count; start += batchSize) {
        const rows = order.subarray(start, start + batchSize);
        const batchLabels = rows.map((row) => targets[row] ?? 0);
        trainer.step(gatherRows(features, rows, dimension), batchLabels, factor);
      }
      // A step blocks the thread; messages and timers get their turn here.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return trainer.heads().map((head) => ({
      ...head,
      classes,
      seen,
      isConverged: [...head.weights, ...head.bias].every(Number.isFinite),
    }));
  } finally {
    trainer.close();
  }
}

/** Some rows of [N, D], one after the other. */
export function gatherRows(values: Float32Array, rows: ArrayLike<number>, dimension: number): Float32Array {
  const result = new Float32Array(rows.length * dimension);
  for (let n = 0; n < rows.length; n++) {
    const start = (rows[n] ?? 0) * dimension;
    result.set(values.subarray(start, start + dimension), n * dimension);
  }
  return result;
}
