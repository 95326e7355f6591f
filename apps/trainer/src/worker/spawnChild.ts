import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Starts the process that executes one run. Its standard output is kept apart from ours, where `--json` may print;
 * a TypeScript entry needs tsx, by its absolute place, since the working folder may be anywhere.
 */
export function spawnChild(): ChildProcess {
  const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(entry, [], { execArgv: ['--import', tsx], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}
