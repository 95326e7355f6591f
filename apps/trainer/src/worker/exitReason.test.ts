import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { exitReason } from './exitReason';
import { processUsage, totalMemoryBytes } from './processUsage';
import { createTail } from './tail';

describe('exit reason', () => {
  it('says what signals and codes mean', () => {
    expect(exitReason({ code: null, signal: 'SIGKILL' })).toMatch(/ended by SIGKILL \(killed from outside/);
    expect(exitReason({ code: 134, signal: null })).toMatch(/code 134 \(aborted by native code/);
    expect(exitReason({ code: 1, signal: null })).toBe(
      "the run's process ended with code 1 before it reported an outcome",
    );
  });

  it('keeps the last line that tells of an error, not the stack', async () => {
    const stream = Readable.from([
      'W0000 busy\nError: no such',
      ' tensor\n    at x (y.ts:1:2)\nI0000 00:00:1 port.cc:1] round-off errors\n',
    ]);
    const tail = createTail(stream);
    await finished(stream);
    expect(tail.lastError()).toBe('Error: no such tensor');
  });
});

describe('usage', () => {
  it('reads memory and time of a live process, and nothing of a dead one', async () => {
    const usage = await processUsage(process.pid);
    expect(usage?.memoryBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(usage?.memoryBytes).toBeLessThan(totalMemoryBytes());
    expect(usage?.cpuSeconds).toBeGreaterThan(0);
    expect(await processUsage(2 ** 22 + 1)).toBeNull();
  });
});
