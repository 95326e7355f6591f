import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from '../../tools/setup/facts.mjs';
import { startTrainer, type TrainerCommand } from '../lockstep';
import { busySeconds } from '../machine';
import { environmentOf } from '../modes';
import { PEERS_FOLDER } from '../peersEnvironment';
import type { Order, Ready, Run, WorkInput } from './messages';

export const OURS = 'assay';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A side's runs in the order of the rounds. */
export type Side = { name: string; ready: Ready; runs: Run[] };

type RoundsOptions = {
  work: string;
  input: WorkInput;
  /** Peers that take part. */
  peers: readonly string[];
  python: string;
  rounds: number;
  say(line: string): void;
};

/**
 * Rounds in which each side does the work once, in a process of its own that is started anew, as whoever asks for figures
 * starts one: what the first run costs counts, what starting and importing cost does not. The order turns round from one
 * round to the next.
 */
export async function runRounds(options: RoundsOptions): Promise<{ sides: Map<string, Side>; othersShare: number }> {
  const { work, input, peers, python, rounds, say } = options;
  const names = [OURS, ...peers];
  const sides = new Map<string, Side>();
  const before = { busy: busySeconds(), at: performance.now() };
  let own = 0;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { ready, run } = await runOnce(commandOf({ work, side: name, input }, python));
      own += run.startCpuSeconds + run.cpuSeconds;
      const side = sides.get(name) ?? { name, ready, runs: [] };
      side.runs.push(run);
      sides.set(name, side);
    }
    say(`  round ${round + 1} of ${rounds}`);
  }
  const available = ((performance.now() - before.at) / 1000) * availableParallelism();
  return { sides, othersShare: Math.max(0, busySeconds() - before.busy - own) / available };
}

async function runOnce(command: TrainerCommand): Promise<{ ready: Ready; run: Run }> {
  const process = await startTrainer<Ready, Run>(command);
  try {
    return { ready: process.ready, run: await process.turn(1) };
  } finally {
    await process.end();
  }
}

function commandOf(order: Order, python: string): TrainerCommand {
  const env = environmentOf('default', availableParallelism(), cacheFolder());
  const text = JSON.stringify(order);
  return order.side === OURS
    ? { name: OURS, file: process.execPath, args: ['--import', TSX, WORKER, text], env }
    : { name: order.side, file: python, args: [join(PEERS_FOLDER, 'metrics.py'), text], env };
}
