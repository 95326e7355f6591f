import { vi } from 'vitest';
import { main } from '../main';

export type Outcome = { code: number; out: string; err: string };

/** The command in this process: what it wrote to either stream, and its exit code. One at a time. */
export async function runMain(...parameters: string[]): Promise<Outcome> {
  const streams = { out: '', err: '' };
  const capture = (stream: 'stdout' | 'stderr', key: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      streams[key] += String(text);
      return true;
    });
  const spies = [capture('stdout', 'out'), capture('stderr', 'err')];
  process.exitCode = 0;
  try {
    return { code: await main(parameters), ...streams };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = 0;
  }
}

/** The document that a command prints with `--json`; fails the test when it did not end with 0. */
export async function runJson(...parameters: string[]): Promise<unknown> {
  const { code, out, err } = await runMain(...parameters, '--json');
  if (code !== 0) throw new Error(`assay ${parameters.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out);
}
