import type { RunEvent } from '@assay/contracts';
import { LostLeaseError } from '@assay/store';
import { describe, expect, it } from 'vitest';
import { createEventWriter } from './eventWriter';

const log = (message: string): RunEvent => ({
  kind: 'log',
  level: 'info',
  message,
  step: 0,
  time: '2026-01-02T03:04:05Z',
});
const lease = { job: 'j', owner: 'o', attempt: 1 };

describe('event writer', () => {
  it('stores in order and in bulk, with work in its place between', async () => {
    const stored: string[][] = [];
    const writer = createEventWriter({
      write: async (events) => void stored.push(events.map((event) => (event.kind === 'log' ? event.message : ''))),
      onBroken: () => {},
    });
    writer.push(log('a'));
    writer.push(log('b'));
    writer.between(async () => void stored.push(['between']));
    writer.push(log('c'));
    await writer.close();
    expect(stored).toEqual([['a', 'b'], ['between'], ['c']]);
  });

  it('tries again when the database does not answer for a moment', async () => {
    let failures = 1;
    const stored: RunEvent[] = [];
    const writer = createEventWriter({
      write: async (events) => {
        if (failures-- > 0) throw new Error('connection lost');
        stored.push(...events);
      },
      onBroken: () => {},
    });
    writer.push(log('a'));
    await writer.close();
    expect(stored).toEqual([log('a')]);
  });

  it('ends at once when the lease is lost, and writes nothing more', async () => {
    const broken: unknown[] = [];
    let writes = 0;
    const writer = createEventWriter({
      write: async () => {
        writes += 1;
        throw new LostLeaseError(lease);
      },
      onBroken: (error) => void broken.push(error),
    });
    writer.push(log('a'));
    writer.between(async () => {
      writes += 1;
    });
    writer.push(log('b'));
    await expect(writer.close()).rejects.toThrow(LostLeaseError);
    expect(writes).toBe(1);
    expect(broken).toHaveLength(1);
  });
});
