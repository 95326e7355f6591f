#!/usr/bin/env node
// `npm start`: makes everything ready, then runs database, worker and dashboard until Ctrl-C.
// ASSAY_FIRST_RUN=no leaves the example data and the first experiments out.
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHolder, tryLock } from '../lib/lock.mjs';
import { ROOT } from '../lib/root.mjs';
import { SetupError } from '../setup/say.mjs';
import { setup } from '../setup/setup.mjs';
import { buildDashboard } from './buildDashboard.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
// A closed terminal or pipe must not end the start in the middle.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const home = resolve(process.env.ASSAY_HOME || join(ROOT, '.assay'));
const lockPath = join(home, 'launch.lock');

try {
  const { lock, holder } = tryLock(lockPath);
  if (lock) {
    process.on('exit', () => lock.release());
    await start(lock);
  } else {
    await nameTheRunningOne(holder);
  }
} catch (error) {
  // What went wrong is for the user; a stack is only of use when it is a mistake of ours.
  const isExpected = error instanceof SetupError || ['LaunchError', 'BuildError', 'InputError'].includes(error.name);
  process.stderr.write(`assay: ${isExpected ? error.message : (error.stack ?? error.message)}\n`);
  if (error.fix && error instanceof SetupError) process.stderr.write(`${error.fix}\n`);
  process.exit(1);
}

async function start(lock) {
  await setup();
  await buildDashboard(say);
  // TypeScript can be read from here on: setup has installed what that needs.
  const { register } = await import('tsx/esm/api');
  register();
  const { launch } = await import('./launch.ts');
  process.exit(await launch({ home, lock, say }));
}

/** Whoever starts twice wants to see the page, not an error. */
async function nameTheRunningOne(holder) {
  let current = holder;
  if (current && !current.url) say(`Assay is being started by process ${current.pid}`);
  while (current && !current.url) {
    await sleep(500);
    current = lockHolder(lockPath);
  }
  if (current) return say(`Assay is already running at ${current.url}`);
  say('the other start has ended without an address; run this again');
  process.exitCode = 1;
}
