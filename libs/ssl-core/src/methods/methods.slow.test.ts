import { openEngine } from '@assay/engine';
import { beforeAll, describe, it } from 'vitest';
import { checkLearning, checkResuming } from './testing/checks';
import { isFirstOfItsMethod, LEARNT_QUICKLY, PRETRAININGS } from './testing/pretrainings';

beforeAll(() => void openEngine({ threads: 1 }));

const learnt = PRETRAININGS.filter(
  ({ name, constantLoss }) => constantLoss !== undefined && !LEARNT_QUICKLY.includes(name),
);

describe.each(learnt)('$name', (pretraining) => {
  it('keeps its tensor count over 200 steps, learns more than a constant, and leaves nothing behind', async () => {
    await checkLearning(pretraining);
  }, 180_000);
});

describe.each(PRETRAININGS.filter((pretraining) => !isFirstOfItsMethod(pretraining)))('$name', (pretraining) => {
  it('goes on from a checkpoint to the same bits', () => checkResuming(pretraining), 60_000);
});
