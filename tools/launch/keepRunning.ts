import { type ChildProcess, spawn } from 'node:child_process';
import { groupIsAlive, signalGroup, startOf } from '../lib/processes.mjs';

export type Part = {
  name: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** How long it may take to end by itself before it is killed. */
  graceSeconds: number;
  /** Whether its standard output is shown too, not only its errors. */
  hasOutput: boolean;
};

export type RunningPart = {
  /** Noted in the lock, so that whoever comes after a killed launcher can clean up. */
  identity(): { pid: number; start: string } | undefined;
  stop(): Promise<void>;
  /** At once, with everything that it has started. */
  kill(): void;
};

type Options = { say: (line: string) => void; onChange: () => void; onGivenUp: (reason: string) => void };

const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;
/** A part that lives this long has started well, and its next death counts as the first again. */
const STEADY_MS = 60_000;
const DEATHS_MAX = 6;

/** Keeps one process running: starts it again when it dies, more slowly each time, until it is stopped. */
export function keepRunning(part: Part, options: Options): RunningPart {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let deaths = 0;

  const start = () => {
    const started = Date.now();
    const env: NodeJS.ProcessEnv = Object.assign({}, process.env, part.env);
    // A group of its own: Ctrl-C reaches only the launcher, which ends the parts in order.
    const one = spawn(process.execPath, [...part.args], {
      cwd: part.cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = one;
    forward(one.stderr, part.name, options.say);
    forward(one.stdout, part.name, part.hasOutput ? options.say : () => {});
    ended = new Promise((resolve) => {
      one.once('error', () => resolve());
      one.once('exit', (code, signal) => {
        resolve();
        if (!isStopping) onDeath({ code, signal, lived: Date.now() - started });
      });
    });
    options.onChange();
  };

  const onDeath = ({ code, signal, lived }: { code: number | null; signal: string | null; lived: number }) => {
    // What it had started would go on without anybody to stop it.
    if (child?.pid) signalGroup(child.pid, 'SIGKILL');
    deaths = lived > STEADY_MS ? 1 : deaths + 1;
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    if (deaths >= DEATHS_MAX) {
      options.onGivenUp(`the ${part.name} ${how} ${deaths} times in a row`);
      return;
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (deaths - 1), WAIT_MS_MAX);
    options.say(`the ${part.name} ${how}; starting it again`);
    timer = setTimeout(start, wait);
  };

  start();
  return {
    identity: () => (child?.pid ? { pid: child.pid, start: startOf(child.pid) } : undefined),
    kill: () => {
      if (child?.pid) signalGroup(child.pid, 'SIGKILL');
    },
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      const pid = child?.pid;
      if (pid === undefined) return;
      if (child?.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const limit = setTimeout(() => {
          options.say(`the ${part.name} does not end by itself; killing it`);
          signalGroup(pid, 'SIGKILL');
        }, part.graceSeconds * 1000);
        await ended;
        clearTimeout(limit);
      }
      if (groupIsAlive(pid)) signalGroup(pid, 'SIGKILL');
    },
  };
}

/** Passes a stream on line by line with the part's name before each. */
function forward(stream: NodeJS.ReadableStream | null, name: string, say: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') say(`${name}: ${line.replace(/^assay: /, '')}`);
  });
}
