import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { estimatePeakBytes } from './memory';
import type { GraphNode } from './nodes';
import { DATA_TYPE } from './types';

function node(name: string, op: string, inputs: string[], size: number): GraphNode {
  const outputs = [{ shape: [size], dtype: DATA_TYPE.float32 }];
  return { name, op, inputs, attributes: [], outputs, place: { block: '', phase: 'forward' }, device: '' };
}

test('a tensor lives from its node to its last use', () => {
  const chain = [
    node('x', 'Placeholder', [], 100),
    node('a', 'MatMul', ['x'], 100),
    node('b', 'MatMul', ['a'], 100),
    node('c', 'MatMul', ['b'], 100),
  ];
  expect(estimatePeakBytes(chain, ['c'])).toBe(2 * 400);
  // x is needed again at the end, so three live at once.
  expect(estimatePeakBytes([...chain, node('d', 'MatMul', ['c', 'x'], 100)], ['d'])).toBe(3 * 400);
});

test('an alias costs nothing, and an operation may write over what dies with it', () => {
  const nodes = [
    node('x', 'Placeholder', [], 100),
    node('a', 'MatMul', ['x'], 100),
    node('r', 'Reshape', ['a'], 100),
    node('b', 'Relu', ['r'], 100),
  ];
  expect(estimatePeakBytes(nodes, ['b'])).toBe(2 * 400);
});

test('what no fetch needs is not counted', () => {
  const nodes = [
    node('x', 'Placeholder', [], 100),
    node('huge', 'MatMul', ['x'], 10_000),
    node('y', 'Relu', ['x'], 100),
  ];
  expect(estimatePeakBytes(nodes, ['y'])).toBe(400);
});

test('three programs one after another do not grow the process, and the estimate is near what is measured', async () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = fileURLToPath(new URL('../testing/threePrograms.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, script]);
  const rounds: { measured: number | null; estimated: number; residentAfter: number; handles: number }[] =
    JSON.parse(stdout);
  expect(rounds).toHaveLength(4);
  expect(new Set(rounds.map(({ handles }) => handles)).size).toBe(1);
  const [, second, , last] = rounds;
  if (second?.measured && last) {
    expect(last.residentAfter).toBeLessThan(1.1 * second.residentAfter);
    expect((rounds[0]?.measured ?? 0) / second.estimated).toBeGreaterThan(0.25);
    expect((rounds[0]?.measured ?? 0) / second.estimated).toBeLessThan(1.3);
  }
}, 60_000);
