import { expect, test } from 'vitest';
import { TRAININGS } from '../../apps/trainer/src/tasks/testing/trainings';
import { type Results, readResults } from '../results';
import type { EnduranceRow } from './endurance';

const stored = readResults('endurance') as Results<EnduranceRow> | undefined; // the benchmark's own file

// A new training is measured by `npm run -s bench -- endurance --rows NAME`, in half a minute to two.
test.each([...TRAININGS.keys()])('2,000 steps of %s held their handles, and their memory within 3 %%', (name) => {
  const row = stored?.rows.find((one) => one.training === name && !one.isQuick);
  expect(row?.samples.at(-1)).toMatchObject({ step: 2000 });
  expect(row?.areHandlesHeld).toBe(true);
  expect(row?.growth).toBeLessThan(1.03);
});
