import { gunzipSync } from 'node:zlib';
import type { PredictionsHeader, RunEvent } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { encodePredictions } from './record';
import { createReporter } from './reporter';
import { createTimeLeft } from './timeLeft';

const header: PredictionsHeader = {
  version: 1,
  task: 'finetune',
  datasetDigest: 'd'.repeat(64),
  split: 'test',
  classes: ['a', 'b'],
  scores: 'probability',
  threshold: null,
  protocol: { name: 'classification', parameters: {} },
};

describe('predictions', () => {
  it('are the same bytes at any time and keep full precision', () => {
    const line = { item: 'a'.repeat(64), path: 'a.png', truth: { label: 1 }, scores: [0.1 + 0.2, 1e-17] };
    const bytes = encodePredictions(header, [line]);
    expect(encodePredictions(header, [line])).toEqual(bytes);
    // Bytes 4 to 7 are gzip's time, byte 9 its operating system.
    expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
    const [first, second] = gunzipSync(bytes).toString().trim().split('\n');
    expect(JSON.parse(first ?? '')).toEqual(header);
    expect(JSON.parse(second ?? '')).toEqual(line);
  });
});

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
