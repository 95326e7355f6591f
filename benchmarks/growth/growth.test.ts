import { expect, test } from 'vitest';
import type { Turn } from '../lockstep';
import { driftOf } from './drift';
import { growthRows } from './rows';

const turn = (seconds: number, residentMb: number): Turn => ({
  seconds,
  residentMb,
  cpuSeconds: 0,
  peakMb: 0,
  loss: 0,
});

test('drift compares both ends, and one slow turn is none', () => {
  const turns = Array.from({ length: 30 }, (_, i) => turn(i === 29 ? 100 : 2 + (i >= 15 ? 1 : 0), 500 + i));
  expect(driftOf(turns, 10)).toMatchObject({
    firstSecondsPerStep: 0.2,
    lastSecondsPerStep: 0.3,
    firstResidentMb: 501,
    lastResidentMb: 528,
    grownMb: 27,
  });
  expect(() => driftOf([turn(1, 1)], 1)).toThrow('drift needs two turns');
});

test('every row has a key of its own', () => {
  const keys = growthRows().map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('steps/vit-ti-mae/batch16/threads2/float32/depth4');
  expect(keys).toContain('batch/resnet18-simclr/batch256/threads2/float32');
  expect(keys).toContain('depth/vit-ti-mae/batch64/threads2/float32/depth24');
});
