import type { RunEvent } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { byProtocol } from './byProtocol';

const point = { key: 'test/accuracy', step: 1, value: 1, pictures: 1, time: '2026-01-02T03:04:05Z' };
const plain: RunEvent = { kind: 'metric', points: [point] };
const measured: RunEvent = { ...plain, protocol: { name: 'classification', parameters: {} } };
const progress: RunEvent = { kind: 'progress', done: 1, total: 2, unit: 'step', etaSeconds: null };

describe('byProtocol', () => {
  it('keeps the order and cuts only between figures of different protocols', () => {
    const groups = byProtocol([plain, progress, plain, measured, progress, measured, plain]);
    expect(groups.map(({ events }) => events.length)).toEqual([3, 3, 1]);
    expect(groups.map(({ protocol }) => protocol?.name)).toEqual([undefined, 'classification', undefined]);
    expect(groups.flatMap(({ events }) => events)).toEqual([
      plain,
      progress,
      plain,
      measured,
      progress,
      measured,
      plain,
    ]);
  });
});
