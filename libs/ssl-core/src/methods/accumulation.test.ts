import { expect, it } from 'vitest';
import { accumulatedDifference } from './testing/accumulation';
import { PRETRAININGS } from './testing/pretrainings';

// All methods are in `accumulation.slow.test.ts`.
it("MAE's weights after two steps in four parts each are those of whole batches", async () => {
  const difference = await accumulatedDifference(caseOf('mae on vit'), { parts: 4, engine: 'compiled' });
  expect(difference).toBeLessThan(1e-5);
}, 60_000);

it("SimCLR's are not: a part has fewer negatives", async () => {
  const difference = await accumulatedDifference(caseOf('simclr on vit'), { parts: 2, engine: 'compiled' });
  expect(difference).toBeGreaterThan(0.1);
}, 60_000);

function caseOf(wanted: string) {
  const found = PRETRAININGS.find(({ name }) => name === wanted);
  if (!found) throw new Error(`no case is called ${wanted}`);
  return found;
}
