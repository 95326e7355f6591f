import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { howToGet } from '../setup/needs.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium for the browser tests: the one that CHROMIUM_PATH names, an installed one, the one that Playwright can
 * download, or Debian's package where this process may install it.
 * @returns {Promise<string | null>} its path; null with a reason on standard output when there is none
 */
export async function findOrInstallChromium(env = process.env) {
  if (env.CHROMIUM_PATH) {
    if (isProgram(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    console.log(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which is not a program`);
    return null;
  }
  const found = findInstalled(env) ?? (await playwrightsOwn());
  if (found) return found;

  console.log('no Chromium found; downloading Playwright’s');
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const install = [cli, 'install', ...(process.getuid?.() === 0 ? ['--with-deps'] : []), 'chromium'];
  await run(process.execPath, install, { cwd: ROOT, timeoutSeconds: 240 });
  const downloaded = await playwrightsOwn();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('it could not be downloaded; installing Debian’s package');
    const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutSeconds: 300 };
    await run('apt-get', ['update', '-qq'], quiet);
    const { code, output } = await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      quiet,
    );
    const installed = findInstalled(env);
    if (code === 0 && installed) return installed;
    console.log(output.trim().split('\n').slice(-5).join('\n'));
  }
  console.log(`there is no Chromium for the browser tests: ${howToGet('chromium')}, or set CHROMIUM_PATH`);
  return null;
}

/** @param {NodeJS.ProcessEnv} env */
export function findInstalled(env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return candidates.find(isProgram);
}

/** The one in Playwright's cache, when it opens: without its system libraries it is there and of no use. */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  if (!isProgram(path)) return undefined;
  const { code } = await run(path, ['--version'], { timeoutSeconds: 30 });
  return code === 0 ? path : undefined;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
