import { expect, test } from 'vitest';
import { fuzzReaders } from './testing/fuzz';

test('ten thousand damaged files give whole tensors or one clean line, in bounded memory', () => {
  const before = process.memoryUsage().rss;
  const report = fuzzReaders(10_000, 2);
  expect(report.unexpected).toEqual([]);
  expect(report.read + report.refused).toBe(10_000);
  expect(report.slowestMs).toBeLessThan(1000);
  expect(process.memoryUsage().rss - before).toBeLessThan(1 << 30);
}, 300_000);
