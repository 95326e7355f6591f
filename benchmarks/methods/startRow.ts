import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from '../../tools/setup/facts.mjs';
import { environmentOf } from '../modes';
import { ANSWER, type Answer, type Order, READY } from './orders';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** The longest rows, whole recipes, take half of it on a slow machine: one that takes longer hangs. */
const SECONDS_MAX = 4000;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/**
 * Executes an order in a process of its own, so that no row's memory, threads or crash is another's.
 *
 * @returns its answer; a process that dies without one has failed, with its last words
 * @throws Error when it does not even start, which no row is to blame for
 */
export async function startRow(order: DistributiveOmit<Order, 'workFolder'>): Promise<Answer> {
  const workFolder = mkdtempSync(join(tmpdir(), 'assay-methods-'));
  try {
    return await run({ ...order, workFolder });
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function run(order: Order): Promise<Answer> {
  const env = environmentOf('default', order.threads, cacheFolder());
  const child = spawn(process.execPath, ['--import', TSX, WORKER, JSON.stringify(order)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  const late = setTimeout(() => {
    words += `\nno answer in ${SECONDS_MAX} s`;
    child.kill('SIGKILL');
  }, SECONDS_MAX * 1000);
  return new Promise((resolve, reject) => {
    const end = (why: string) => {
      clearTimeout(late);
      running.delete(child);
      const line = said.split('\n').findLast((text) => text.startsWith(ANSWER));
      if (line) return resolve(JSON.parse(line.slice(ANSWER.length)) as Answer); // our own worker's words
      const lines = words.trim().split('\n');
      const last = lines.findLast((text) => /error/i.test(text)) ?? lines.at(-1) ?? '';
      const reason = `${why}${last === '' ? '' : `: ${last.trim()}`}`;
      if (!said.startsWith(READY)) return reject(new Error(`the process of a row does not start: ${reason}`));
      resolve({ kind: 'failed', reason, cpuSeconds: 0, versions: {} });
    };
    child.once('error', (error) => end(`does not start: ${error.message}`));
    child.once('close', (code, signal) => end(`ended (${signal ?? `exit ${code}`})`));
  });
}
