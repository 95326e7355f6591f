import { openEngine } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distance, stateAfter } from './testing/exactness';
import { createTaskFixture, type TaskFixture } from './testing/taskFixture';
import { TRAININGS, type Training } from './testing/trainings';

let fixture: TaskFixture;
beforeAll(async () => {
  // As the worker does for a transformer; executed steps have no lanes.
  openEngine({ lanes: 2 });
  fixture = await createTaskFixture({ perClass: { train: 4, validation: 1, test: 1 } });
});
afterAll(() => fixture.remove());

/** The small ones; `exactness.slow.test.ts` takes all. */
const SMALL = [...TRAININGS].filter(([name]) => name.startsWith('boards-')) as [string, Training][];

describe.each(SMALL)('%s', (_, config) => {
  it('takes one compiled step as it takes an executed one, and the same seed gives the same bits', async () => {
    const compiled = await stateAfter(fixture, 1, config, { engine: 'compiled' });
    const again = await stateAfter(fixture, 1, config, { engine: 'compiled' });
    const executed = await stateAfter(fixture, 1, config, { engine: 'eager' });
    const { relative, worst } = distance(compiled.state, executed.state);
    expect(relative, worst).toBeLessThan(5e-5);
    expect(distance(again.weights, compiled.weights).absolute).toBe(0);
    expect(distance(again.state, compiled.state).absolute).toBe(0);
  }, 60_000);

  it('takes the same step when blocks are recomputed', async () => {
    const kept = await stateAfter(fixture, 1, config, { engine: 'compiled' });
    const recomputed = await stateAfter(fixture, 1, config, { engine: 'compiled', recompute: true });
    const { relative, worst } = distance(recomputed.state, kept.state);
    expect(relative, worst).toBeLessThan(5e-5);
  }, 60_000);
});
