#!/usr/bin/env node
// Builds the dashboard when what it is made of has changed since the last build.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, stopCommandsOnSignals } from '../lib/command.mjs';
import { waitForLock } from '../lib/lock.mjs';
import { ROOT } from '../lib/root.mjs';
import { inputsDigest, STAMP, stampedDigest } from './buildInputs.mjs';

/**
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether something was built
 */
export async function buildDashboard(say) {
  if (stampedDigest() === inputsDigest()) return false;
  const lock = await waitForLock(join(ROOT, '.assay', 'build.lock'), () => say('waiting for another build'));
  const ignoreSignals = stopCommandsOnSignals(() => lock.release());
  try {
    const digest = inputsDigest();
    if (stampedDigest() === digest) return false;
    say('building the dashboard');
    const started = Date.now();
    // Until the build is whole there is none: a killed one must not be taken for it.
    rmSync(STAMP, { force: true });
    const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
    const { code, output } = await run(process.execPath, [next, 'build'], {
      cwd: join(ROOT, 'apps', 'dashboard'),
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      lock,
    });
    if (code !== 0) {
      const error = new Error(`building the dashboard failed:\n${output.trim()}`);
      error.name = 'BuildError';
      throw error;
    }
    writeFileSync(STAMP, `${JSON.stringify({ digest })}\n`);
    say(`dashboard built in ${Math.round((Date.now() - started) / 1000)} s`);
    return true;
  } finally {
    ignoreSignals();
    lock.release();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    if (!(await buildDashboard((line) => console.log(line)))) console.log('the dashboard is built already');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
