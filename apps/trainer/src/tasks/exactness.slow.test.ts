import { openEngine } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distance, stateAfter } from './testing/exactness';
import { createTaskFixture, type TaskFixture } from './testing/taskFixture';
import { TRAININGS } from './testing/trainings';

let grey: TaskFixture;
let coloured: TaskFixture;
beforeAll(async () => {
  // One lane: with two a weight's gradient is a sum of two parts, which rounds otherwise than the nudges below do. One
  // step in two lanes is held in `exactness.apart.test.ts`.
  openEngine({ lanes: 1 });
  const perClass = { train: 4, validation: 1, test: 1 };
  grey = await createTaskFixture({ perClass });
  coloured = await createTaskFixture({ perClass, isColoured: true });
});
afterAll(() => Promise.all([grey.remove(), coloured.remove()]));

/**
 * Colourisation needs colours. The others get none: changes of colour round in another order when they are compiled, and a
 * deep ResNet makes 1.6 % of a gradient of the last digit, as much as of a nudge.
 */
const fixtureOf = (name: string) => (name === 'colourisation' ? coloured : grey);

/** Pictures that differ by a few units in the last place, to either side: each of some thirty layers rounds anew. */
const NUDGES = [-4, -2, -1, 1, 2, 4].map((ulps) => 1 + ulps * 1.2e-7);

describe.each([...TRAININGS])('%s', (name, config) => {
  it('takes one compiled step as it takes an executed one', async () => {
    const fixture = fixtureOf(name);
    const compiled = await stateAfter(fixture, 1, config, { engine: 'compiled' });
    const executed = await stateAfter(fixture, 1, config, { engine: 'eager' });
    const { relative, worst } = distance(compiled.state, executed.state);
    console.info(`${name}: state differs by ${relative.toExponential(1)} of a tensor's largest value (${worst})`);
    expect(relative, worst).toBeLessThan(5e-5);
  }, 120_000);

  it('takes three steps within the noise of float32', async () => {
    const fixture = fixtureOf(name);
    const compiled = await stateAfter(fixture, 3, config, { engine: 'compiled' });
    const executed = await stateAfter(fixture, 3, config, { engine: 'eager' });
    let noise = 0;
    for (const nudge of NUDGES) {
      const std = (config.input?.std ?? [0.25]).map((value) => value * nudge);
      const nudged = await stateAfter(fixture, 3, config, { engine: 'eager', input: { ...config.input, std } });
      noise = Math.max(noise, distance(nudged.weights, executed.weights).absolute);
    }
    const { absolute } = distance(compiled.weights, executed.weights);
    console.info(`${name}: weights differ by ${absolute.toExponential(1)}, noise ${noise.toExponential(1)}`);
    expect(noise).toBeGreaterThan(0);
    expect(absolute).toBeLessThanOrEqual(noise);
  }, 300_000);
});
