import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from '../../tools/setup/facts.mjs';
import type { TrainerCommand } from '../lockstep';
import { environmentOf, type Mode, nameOf, type OurProgram, PEER_PROGRAMS, type PeerProgram } from '../modes';
import { PEERS_FOLDER } from '../peersEnvironment';
import { type OurOrder, type PeakTask, peerOrder, type Task } from './task';

/** One side in one of its ways. */
export type OurEntry = { side: 'ours'; mode: Mode<OurProgram> };
export type PeerEntry = { side: 'theirs'; mode: Mode<PeerProgram>; hasCount?: boolean };
export type Entry = OurEntry | PeerEntry;

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** How the process of one side is started for a task. */
export function commandOf(entry: Entry, task: Task | PeakTask, python: string): TrainerCommand {
  const env = environmentOf(entry.mode.allocator, task.threads, cacheFolder());
  if (entry.side === 'ours') {
    const order: OurOrder = task.work === 'matmul' ? task : { ...task, program: entry.mode.program };
    const args = ['--import', TSX, WORKER, JSON.stringify(order)];
    return { name: `ours (${nameOf(entry.mode)})`, file: process.execPath, args, env };
  }
  const options = { mode: PEER_PROGRAMS[entry.mode.program], hasCount: entry.hasCount ?? false };
  const order = task.work === 'matmul' ? task : peerOrder(task, options);
  const args = [join(PEERS_FOLDER, 'training.py'), JSON.stringify(order)];
  return { name: `PyTorch (${nameOf(entry.mode)})`, file: python, args, env };
}
