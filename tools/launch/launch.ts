import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { keepRunning, type Part, type RunningPart } from './keepRunning';
import { LaunchError } from './LaunchError';
import { choosePort } from './port';
import { waitForHealth } from './waitForHealth';

type Options = {
  home: string;
  /** Held for this home; notes the address and the processes for others. */
  lock: { note(changes: Record<string, unknown>): void };
  say: (line: string) => void;
};

const HEALTH_SECONDS = 180;

/**
 * Runs database, worker and dashboard until a signal asks to stop, and stops them in the opposite order.
 *
 * @returns the exit code
 */
export async function launch({ home, lock, say }: Options): Promise<number> {
  const stopping = new AbortController();
  const running: RunningPart[] = [];
  let code = 0;
  const onSignal = () => {
    if (stopping.signal.aborted) for (const part of running) part.kill();
    else say('stopping');
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const port = await choosePort(process.env.PORT);
  const url = `http://127.0.0.1:${port}`;
  // Each part finds the database by itself, whoever of them comes first starts it: nobody waits for another's imports.
  const opening = openDatabase(home);
  let isOpen = false;
  try {
    const options = {
      // Without a database the parts only repeat what this function says once.
      say: (line: string) => (isOpen || stopping.signal.aborted ? say(line) : undefined),
      onChange: () => lock.note({ children: running.flatMap((part) => part.identity() ?? []) }),
      onGivenUp: (reason: string) => {
        say(reason);
        code = 1;
        stopping.abort();
      },
    };
    for (const part of [workerPart(home), dashboardPart(home, port)]) {
      running.push(keepRunning(part, options));
      options.onChange();
    }
    await opening;
    isOpen = true;
    const health = await waitForHealth(url, { seconds: HEALTH_SECONDS, signal: stopping.signal });
    if (!stopping.signal.aborted) {
      lock.note({ url });
      say(
        health.isOk ? `Assay is running at ${url}` : `Assay is at ${url}, but not all of it answers: ${health.detail}`,
      );
      say('stop it with Ctrl-C');
      if (process.env.ASSAY_FIRST_RUN !== 'no') await firstRun(home, say, stopping.signal);
    }
    await aborted(stopping.signal);
  } finally {
    await Promise.all(running.map((part) => part.stop()));
    const database = await opening.catch(() => undefined);
    await database?.close();
  }
  say('stopped');
  return code;
}

/** Up and migrated, and kept up as long as the launcher lives. */
async function openDatabase(home: string): Promise<{ close(): Promise<void> }> {
  const { resolveDatabase } = await import('../../libs/store/src/index');
  const databaseUrl = process.env.DATABASE_URL || undefined;
  try {
    return await resolveDatabase({ home, databaseUrl });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!databaseUrl) throw error;
    throw new LaunchError(`the database that DATABASE_URL names cannot be used: ${reason}`);
  }
}

const ASSAY = join(ROOT, 'apps', 'trainer', 'bin', 'assay.mjs');

function workerPart(home: string): Part {
  return {
    name: 'worker',
    args: [ASSAY, 'worker'],
    cwd: ROOT,
    env: { ASSAY_HOME: home },
    // It gives its run back at the last checkpoint, which may take a moment to write.
    graceSeconds: 20,
    hasOutput: true,
  };
}

function dashboardPart(home: string, port: number): Part {
  return {
    name: 'dashboard',
    args: [join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'), 'start', '-H', '127.0.0.1', '-p', String(port)],
    cwd: join(ROOT, 'apps', 'dashboard'),
    env: { ASSAY_HOME: home, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    graceSeconds: 8,
    hasOutput: false,
  };
}

/** Example data and the first experiments; a later start finds them there and does nothing. */
async function firstRun(home: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [ASSAY, 'first-run'], {
    cwd: ROOT,
    env: { ...process.env, ASSAY_HOME: home },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim() !== '') say(line.replace(/^assay: /, ''));
    });
  }
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  if (code !== 0 && !signal.aborted) say(`the example data could not be brought in (exit ${code}); the rest runs`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    // The parts' streams could all be closed for a moment: this keeps the process alive.
    const awake = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(awake);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
