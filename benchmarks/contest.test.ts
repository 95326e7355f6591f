import { expect, test } from 'vitest';
import { fastestOf, leanestOf, runContest } from './contest';
import type { Ready, Turn } from './lockstep';

/** A trainer that counts instead of training. */
const COUNTING = `
  const ready = { baseMb: 1, startPeakMb: 2, versions: {}, parameters: 3, shapes: [], flops: null, prepare: {}, notes: {} };
  console.log('a library says hello');
  console.log('@ready ' + JSON.stringify(ready));
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const steps = Number(line.split(' ')[1]);
    console.log('@turn ' + JSON.stringify({ seconds: steps * SECONDS, cpuSeconds: 0, peakMb: 5, residentMb: 4, loss: Date.now() }));
  });
`;
type Entry = { name: string; code: string };
const counting = (name: string, seconds: number): Entry => ({
  name,
  code: COUNTING.replace('SECONDS', String(seconds)),
});
const options = {
  command: ({ name, code }: Entry) => ({ name, file: process.execPath, args: ['-e', code], env: process.env }),
  rounds: 3,
  steps: 2,
  say: () => {},
};

test('trainers take turns, and the order turns round', async () => {
  const { finished, failed } = await runContest([counting('slow', 3), counting('fast', 1)], options);
  expect(failed).toEqual([]);
  expect(finished.map(({ entry, medianSeconds }) => [entry.name, medianSeconds])).toEqual([
    ['slow', 3],
    ['fast', 1],
  ]);
  const [slow = [], fast = []] = finished.map(({ turns }) => turns.map(({ loss }) => loss));
  expect(slow.map((at, round) => at < (fast[round] ?? 0))).toEqual([true, false, true]);
  expect(fastestOf({ finished, failed }).first.entry.name).toBe('fast');
});

test('a trainer that does not start is left out with its last words', async () => {
  const broken = { name: 'broken', code: 'console.error("no compiler"); process.exit(3)' };
  const { finished, failed } = await runContest([broken, counting('fine', 1)], options);
  expect(finished.map(({ entry }) => entry.name)).toEqual(['fine']);
  expect(failed).toEqual([{ entry: broken, error: 'broken ended (exit 3):\nno compiler' }]);
  expect(() => fastestOf({ finished: [], failed })).toThrow('no trainer started: broken ended');
});

test('a trainer that dies in its turn ends the contest', async () => {
  const { name, code } = counting('mortal', 1);
  const mortal = { name, code: `process.stdin.once('data', () => process.exit(9)); ${code}` };
  await expect(runContest([mortal], options)).rejects.toThrow('mortal ended (exit 9)');
});

test('of those as good as the fastest the leanest is taken', () => {
  const one = (name: string, medianSeconds: number, peakMb: number) => ({
    entry: name,
    medianSeconds,
    ready: { startPeakMb: 1 } as Ready,
    turns: [{ peakMb } as Turn],
  });
  const finished = [one('fast', 1, 30), one('lean', 1.02, 20), one('slow', 1.5, 10)];
  expect(leanestOf({ finished, failed: [] }, 1.03).entry).toBe('lean');
  expect(leanestOf({ finished, failed: [] }, 1.01).entry).toBe('fast');
});
