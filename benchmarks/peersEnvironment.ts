import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, run, stopCommandsOnSignals } from '../tools/lib/command.mjs';
import { waitForLock } from '../tools/lib/lock.mjs';
import { cacheFolder } from '../tools/setup/facts.mjs';

export const PEERS_FOLDER = fileURLToPath(new URL('./peers', import.meta.url));
/** Packages and, for torch's default wheel, a few GB of libraries that it brings. */
const INSTALL_MINUTES_MAX = 60;

/** The peers' Python where there is one already, else undefined: for a check that shall not make one. */
export function presentPeersPython(requirements: string): string | undefined {
  const given = process.env.ASSAY_PEERS_PYTHON;
  if (given) return given;
  const place = placeOf(requirements);
  return place && existsSync(place.marker) ? place.made : undefined;
}

/** Where the environment stands once it is made; undefined without a Python to make it. */
function placeOf(requirements: string) {
  const python = ['python3', 'python'].find((name) => ask(name, ['--version']) !== undefined);
  if (!python) return undefined;
  const list = join(PEERS_FOLDER, requirements);
  const digest = createHash('sha256')
    .update(readFileSync(list))
    .update(ask(python, ['--version']) ?? '');
  const folder = join(cacheFolder(), 'peers', digest.digest('hex').slice(0, 16));
  return { python, list, folder, made: join(folder, 'bin', 'python'), marker: join(folder, 'complete') };
}

/**
 * The Python that has the peers' packages. Made on first use in the cache folder, under a name that follows from the
 * requirements, so that it is never the product's dependency and another set of versions does not disturb it.
 * ASSAY_PEERS_PYTHON names one that exists already; then nothing is made.
 *
 * @param requirements file in peers/ that lists the packages
 * @throws Error with pip's last words when it cannot be made
 */
export async function findPeersPython(say: (line: string) => void, requirements: string): Promise<string> {
  const there = presentPeersPython(requirements);
  if (there) return there;

  const found = placeOf(requirements);
  if (!found) throw new Error('the peers need Python 3 with venv and pip: install it, or set ASSAY_PEERS_PYTHON');
  const { python, list, folder, made, marker } = found;
  const lock = await waitForLock(`${folder}.lock`, () => say('another process makes the environment: waiting'));
  const release = stopCommandsOnSignals(() => lock.release());
  try {
    if (existsSync(marker)) return made;
    say(`making the peers' Python environment in ${dirname(folder)} (once; with torch several GB)`);
    rmSync(folder, { recursive: true, force: true });
    await must(python, ['-m', 'venv', folder]);
    const onTick = (seconds: number) => {
      if (seconds % 30 < 5) say(`  pip is at work, ${seconds} s`);
    };
    await must(made, ['-m', 'pip', 'install', '--quiet', '-r', list], onTick);
    writeFileSync(marker, '');
    return made;
  } finally {
    release();
    lock.release();
  }

  async function must(file: string, args: string[], onTick?: (seconds: number) => void): Promise<void> {
    const options = { lock, timeoutSeconds: INSTALL_MINUTES_MAX * 60, ...(onTick ? { onTick } : {}) };
    const { code, output } = await run(file, args, options);
    if (code === 0) return;
    const last = output.trim().split('\n').slice(-5).join('\n');
    throw new Error(`the peers' environment: ${args.slice(0, 3).join(' ')} failed\n${last}`);
  }
}
