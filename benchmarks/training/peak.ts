import type { BenchmarkContext } from '../benchmark';
import { runContest } from '../contest';
import { commandOf, type Entry } from './commands';
import type { PeakTask } from './task';

/** Best rate of a large float32 product, in 10^9 floating-point operations a second: what the machine can do. */
export type Peak = { ours: number; theirs: number; best: number };

const SIDE = 2048;
const ROUNDS = 8;

/** Measures the machine's peak at these threads in both runtimes, in turns. */
export async function measurePeak(threads: number, { python, say }: BenchmarkContext): Promise<Peak> {
  const task: PeakTask = { work: 'matmul', side: SIDE, threads };
  const entries: Entry[] = [
    { side: 'ours', mode: { program: 'compiled', allocator: 'default' } },
    { side: 'theirs', mode: { program: 'eager', allocator: 'default' } },
  ];
  say(`the peak of ${threads} threads`);
  const command = (entry: Entry) => commandOf(entry, task, python);
  const { finished, failed } = await runContest(entries, { command, rounds: ROUNDS, say: () => {} });
  if (failed[0]) throw new Error(failed[0].error);
  const rateOf = (side: Entry['side']) =>
    Math.max(
      ...finished
        .filter(({ entry }) => entry.side === side)
        .flatMap(({ turns }) => turns.map(({ seconds }) => (2 * SIDE ** 3) / seconds / 1e9)),
    );
  const [ours, theirs] = [rateOf('ours'), rateOf('theirs')];
  return { ours, theirs, best: Math.max(ours, theirs) };
}
