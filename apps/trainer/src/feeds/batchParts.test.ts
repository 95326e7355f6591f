import { createRng } from '@assay/ssl-core';
import { expect, it } from 'vitest';
import { batchParts } from './batchParts';

const batch = {
  step: 3,
  epoch: 0,
  indices: Int32Array.of(7, 8, 9, 4),
  pixels: Uint8Array.of(70, 71, 80, 81, 90, 91, 40, 41),
};

async function partsOf(accumulateSteps: number) {
  const parts = [];
  async function* one() {
    yield batch;
  }
  for await (const { rng, pixels, indices } of batchParts(one(), { seed: 5, accumulateSteps })) {
    parts.push({ indices: [...indices], pixels: [...pixels], drawn: rng.uniform() });
  }
  return parts;
}

it("one part is the batch and draws from the step's own stream", async () => {
  expect(await partsOf(1)).toEqual([
    { indices: [7, 8, 9, 4], pixels: [...batch.pixels], drawn: createRng(5, 'step', 3).uniform() },
  ]);
});

it('two parts share the rows and draw different numbers', async () => {
  const [first, second] = await partsOf(2);
  expect([first?.indices, second?.indices]).toEqual([
    [7, 8],
    [9, 4],
  ]);
  expect([first?.pixels, second?.pixels]).toEqual([
    [70, 71, 80, 81],
    [90, 91, 40, 41],
  ]);
  expect(first?.drawn).not.toBe(second?.drawn);
});
