import { InputError } from '@assay/contracts';
import type { Pack } from './openPack';
import { createPermutation } from './random';

export type Batch = {
  /** Counts from 0 over all epochs. */
  step: number;
  epoch: number;
  /** Rows of the pack. */
  indices: Int32Array;
  /** uint8 [n, size, size, channels]. */
  pixels: Uint8Array;
};

export type BatchOptions = {
  pack: Pack;
  /** Rows of the pack to draw from. */
  indices: ArrayLike<number>;
  batchSize: number;
  /** In order, or shuffled anew each epoch by the seed. */
  order: 'sequential' | { seed: number };
  /** First step to give: resuming at step s gives what an undisturbed pass gives from s on. */
  startStep?: number;
  /** Leaves out an epoch's last batch when it is smaller than the others. */
  dropLast?: boolean;
  /** Batches read ahead while the consumer works. */
  prefetch?: number;
  /** Passes over the pictures; one when sequential, without end when shuffled. */
  epochs?: number;
};

/** Steps in one pass. @throws InputError when there is no whole batch */
export function stepsPerEpoch(pictures: number, batchSize: number, dropLast: boolean): number {
  const steps = dropLast ? Math.floor(pictures / batchSize) : Math.ceil(pictures / batchSize);
  if (steps > 0) return steps;
  throw new InputError({
    where: 'batchSize',
    found: pictures === 0 ? 'no picture to learn from' : `${batchSize} is more than the ${pictures} pictures`,
    fix: pictures === 0 ? 'choose another split' : `at most ${pictures}`,
  });
}

/** Reads batches in a fixed order, ahead of the consumer. The order of epoch e needs only the seed and e. */
export async function* batches(options: BatchOptions): AsyncGenerator<Batch, void, undefined> {
  const { pack, batchSize, order, startStep = 0, dropLast = false, prefetch = 2 } = options;
  const indices = Int32Array.from(options.indices);
  const perEpoch = stepsPerEpoch(indices.length, batchSize, dropLast);
  const steps = perEpoch * (options.epochs ?? (order === 'sequential' ? 1 : Number.POSITIVE_INFINITY));
  let shuffled: { epoch: number; order: Int32Array } | undefined;

  const indicesOf = (step: number): { epoch: number; rows: Int32Array } => {
    const epoch = Math.floor(step / perEpoch);
    const from = (step % perEpoch) * batchSize;
    if (order === 'sequential') return { epoch, rows: indices.slice(from, from + batchSize) };
    if (shuffled?.epoch !== epoch) {
      shuffled = { epoch, order: createPermutation(indices.length, order.seed, 'epoch', epoch) };
    }
    return { epoch, rows: shuffled.order.slice(from, from + batchSize).map((i) => indices[i] ?? 0) };
  };
  const load = (step: number): Promise<Batch> => {
    const { epoch, rows } = indicesOf(step);
    const batch = pack.read(rows).then((pixels) => ({ step, epoch, indices: rows, pixels }));
    // The error is thrown where the batch is awaited; until then it must not count as unhandled.
    batch.catch(() => undefined);
    return batch;
  };

  const ahead: Promise<Batch>[] = [];
  let next = startStep;
  try {
    while (true) {
      while (next < steps && ahead.length <= prefetch) ahead.push(load(next++));
      const batch = ahead.shift();
      if (!batch) return;
      yield await batch;
    }
  } finally {
    // A consumer that stops early closes the pack: reads that are under way must have ended.
    await Promise.allSettled(ahead);
  }
}
