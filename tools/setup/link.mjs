import { existsSync, lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ADDON_PACKAGE, addonFile } from './facts.mjs';

/** The package's folders that point into the engine: the addon finds its libraries beside itself (`$ORIGIN/../../deps/lib`). */
const LINKED = ['lib', 'deps'];

/** @param {string} folder the engine's */
export function engineIsLinked(folder) {
  return LINKED.every((name) => linkTarget(join(ADDON_PACKAGE, name)) === join(folder, name)) && addonIsThere();
}

export function addonIsThere() {
  return existsSync(join(ADDON_PACKAGE, addonFile()));
}

/** @param {string} folder */
export function linkEngine(folder) {
  for (const name of LINKED) {
    const place = join(ADDON_PACKAGE, name);
    const fresh = `${place}.${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    symlinkSync(join(folder, name), fresh);
    if (linkTarget(place) === undefined) rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
  }
}

function linkTarget(path) {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
