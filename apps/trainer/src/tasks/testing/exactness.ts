import { expect } from 'vitest';
import { decodeTensors, type TensorGroup } from '../tensorFile';
import { attemptTask, type TaskFixture } from './taskFixture';
import type { Training } from './trainings';

export type TrainedState = { weights: TensorGroup; state: TensorGroup };

/** Attempts so far: each has a folder of its own, or it would go on from another's checkpoint. */
let runs = 0;

/** Weights and optimizer state after some steps, each on all pictures of `exactnessFixture`. */
export async function stateAfter(
  fixture: TaskFixture,
  steps: number,
  config: Training,
  changes: object,
): Promise<TrainedState> {
  const run = await attemptTask(
    fixture,
    {
      ...config,
      ...(config.task === 'finetune' ? { init: { kind: 'scratch' } } : { watch: {} }),
      dataset: { name: 'spots' },
      batchSize: 8,
      epochs: steps,
      // Warm-up would begin with a rate of 0, which hides everything.
      schedule: { kind: 'constant' },
      checkpoint: { everyEpochs: 1 },
      ...changes,
    },
    { run: `${config.task}-${steps}-${runs++}` },
  );
  const file = decodeTensors(await fixture.artifacts.read(run.artifact('checkpoint')?.digest ?? ''));
  return { weights: file.group('model'), state: file.group('optimizer') };
}

/** Largest difference, and largest difference over the tensor's own largest value. */
export function distance(
  found: TensorGroup,
  expected: TensorGroup,
): { absolute: number; relative: number; worst: string } {
  let absolute = 0;
  let relative = 0;
  let worst = '';
  expect([...found.keys()]).toEqual([...expected.keys()]);
  for (const [name, { data }] of expected) {
    const other = found.get(name)?.data ?? new Float32Array();
    let difference = 0;
    let largest = 0;
    for (const [i, value] of data.entries()) {
      difference = Math.max(difference, Math.abs(value - (other[i] ?? Number.NaN)));
      largest = Math.max(largest, Math.abs(value));
    }
    expect(Number.isFinite(difference), name).toBe(true);
    absolute = Math.max(absolute, difference);
    // A gradient that is 0 but for rounding, such as that of a bias before batch norm, has no scale of its own.
    if (largest > 1e-7 && difference / largest > relative) {
      relative = difference / largest;
      worst = name;
    }
  }
  return { absolute, relative, worst };
}
