import { tf } from './tf';

/** Tensors that tfjs holds now, variables included. */
export function tensorCount(): number {
  return tf.memory().numTensors;
}

/** More tensors are alive than before: some code forgot to dispose of them. */
export class LeakError extends Error {
  override readonly name = 'LeakError';
}

export type LeakGuard = {
  /**
   * To be called at the same place of every step. The first call sets the count that later ones may not exceed; a
   * smaller count lowers it.
   *
   * @throws LeakError naming the count and the growth
   */
  check(step: number): void;
};

/** @param options.tolerance tensors of growth that pass; 0 when not given */
export function createLeakGuard({ tolerance = 0 }: { tolerance?: number } = {}): LeakGuard {
  let first: { step: number; count: number } | undefined;
  return {
    check(step) {
      const count = tensorCount();
      if (!first || count < first.count) first = { step, count };
      const growth = count - first.count;
      if (growth <= tolerance) return;
      throw new LeakError(
        `${count} tensors at step ${step}, ${growth} more than at step ${first.step}: a tensor leaks`,
      );
    },
  };
}
