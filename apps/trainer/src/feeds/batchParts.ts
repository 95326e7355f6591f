import type { Batch } from '@assay/data';
import { createRng, type Rng } from '@assay/ssl-core/feeds';

/** An equal part of a step's batch, with random numbers of its own. */
export type BatchPart = { rng: Rng; pixels: Uint8Array; indices: Int32Array };

/** Cuts batches into equal parts. A batch of one part draws from the step's own stream, one of several from a stream a part. */
export async function* batchParts(
  batches: AsyncIterable<Batch>,
  { seed, accumulateSteps }: { seed: number; accumulateSteps: number },
): AsyncGenerator<BatchPart> {
  for await (const { step, pixels, indices } of batches) {
    const rng = createRng(seed, 'step', step);
    const count = indices.length / accumulateSteps;
    const bytes = pixels.length / accumulateSteps;
    for (let part = 0; part < accumulateSteps; part++) {
      yield {
        rng: accumulateSteps === 1 ? rng : rng.fork('part', part),
        pixels: pixels.subarray(part * bytes, (part + 1) * bytes),
        indices: indices.subarray(part * count, (part + 1) * count),
      };
    }
  }
}
