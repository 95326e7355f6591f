import { spawn, spawnSync } from 'node:child_process';
import { signalGroup } from './processes.mjs';

/** Commands in work; Ctrl-C must reach them although each leads its own process group. */
const running = new Set();

/**
 * Runs a command to its end. Its output is kept, and shown only when asked for.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, lock?: { noteChild(pid?: number): void }, isShown?: boolean,
 *   timeoutSeconds?: number, onTick?: (seconds: number) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = Date.now();
    let output = '';
    const keep = (stream) => (chunk) => {
      output = (output + chunk).slice(-200_000);
      if (options.isShown) stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    const ticker = options.onTick
      ? setInterval(() => options.onTick?.(Math.round((Date.now() - started) / 1000)), 5000)
      : undefined;
    const limit = options.timeoutSeconds
      ? setTimeout(() => signalGroup(child.pid ?? 0, 'SIGKILL'), options.timeoutSeconds * 1000)
      : undefined;
    const end = (code) => {
      clearInterval(ticker);
      clearTimeout(limit);
      running.delete(child.pid);
      options.lock?.noteChild(undefined);
      resolve({ code, output });
    };
    if (child.pid) {
      running.add(child.pid);
      options.lock?.noteChild(child.pid);
    }
    child.once('error', (error) => {
      output += String(error.message);
      end(127);
    });
    child.once('close', (code, signal) => {
      if (code === null) output += `\nended by ${signal}`;
      end(code ?? 1);
    });
  });
}

/**
 * A quick question to a program: its standard output, or undefined when it is missing or fails.
 * @param {string} file
 * @param {string[]} args
 */
export function ask(file, args) {
  const answer = spawnSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/**
 * Ends the commands in work and then this process when the user or the system asks for it.
 * @param {() => void} cleanUp
 * @returns {() => void} takes the handlers away again
 */
export function stopCommandsOnSignals(cleanUp) {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const stop = (signal) => {
    const wait = running.size > 0 ? 1000 : 0;
    for (const pid of running) signalGroup(pid, 'SIGTERM');
    setTimeout(() => {
      for (const pid of running) signalGroup(pid, 'SIGKILL');
      cleanUp();
      process.exit(codes[signal]);
    }, wait);
  };
  for (const signal of Object.keys(codes)) process.once(signal, stop);
  return () => {
    for (const signal of Object.keys(codes)) process.off(signal, stop);
  };
}
