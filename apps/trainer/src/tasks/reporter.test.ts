import type { RunEvent } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { createReporter } from './reporter';
import { createTimeLeft } from './timeLeft';

describe('reporter', () => {
  it('leaves out what is not a number, and says so', () => {
    const events: RunEvent[] = [];
    createReporter((event) => void events.push(event)).metrics(3, 12, { 'train/loss': Number.NaN, 'train/x': 1 });
    const [metric, log] = events;
    expect(metric?.kind === 'metric' && metric.points.map(({ key }) => key)).toEqual(['train/x']);
    expect(log?.kind === 'log' && log.message).toMatch(/train\/loss is NaN at step 3/);
  });
});

describe('time left', () => {
  it('says nothing at first, forgets the first step, and follows a change', () => {
    const timeLeft = createTimeLeft();
    expect(timeLeft(100, 10)).toBeNull();
    expect(timeLeft(1, 9)).toBeNull();
    expect(timeLeft(1, 8)).toBe(8);
    for (let i = 0; i < 200; i++) timeLeft(2, 5);
    expect(timeLeft(2, 5)).toBeCloseTo(10, 3);
  });
});
