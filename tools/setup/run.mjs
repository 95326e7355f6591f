// Running other programs: quiet when they succeed, their last words when they fail.
import { spawn, spawnSync } from 'node:child_process';

export class SetupError extends Error {
  /** @param {string} message what failed  @param {string} fix what to do about it */
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}

export function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** The first line that a program prints, or null when it cannot be run. */
export function firstLine(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  if (result.error || result.status !== 0) return null;
  return `${result.stdout}${result.stderr}`.trim().split('\n')[0] ?? '';
}

/** Runs a program and says every 15 seconds that it is still at work; rejects with its last lines. */
export function run(title, program, args, options = {}) {
  const began = Date.now();
  say(`${title} …`);
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const seconds = () => Math.round((Date.now() - began) / 1000);
    const ticker = setInterval(() => say(`${title} … ${seconds()} s`), 15_000);
    child.on('error', (error) => {
      clearInterval(ticker);
      fail(new SetupError(`${title} failed: ${program}: ${error.message}`, `install ${program} and run npm run setup`));
    });
    child.on('close', (code, signal) => {
      clearInterval(ticker);
      if (code === 0) {
        say(`${title}: done in ${seconds()} s`);
        return done(output);
      }
      const tail = output.trim().split('\n').slice(-12).join('\n  ');
      fail(
        new SetupError(
          `${title} failed (${signal ?? `exit code ${code}`}):\n  ${tail}`,
          'see the lines above, then run npm run setup',
        ),
      );
    });
  });
}
