import { cacheFolder, engineDevice, engineFolder, engineKey, engineStamp } from './facts.mjs';
import { addonIsThere, engineIsLinked } from './link.mjs';
import { check, checkBuildTools, checkNode } from './needs.mjs';
import { packagesAreReady } from './packages.mjs';

/**
 * The facts of the installation, for `assay doctor`; changes nothing.
 * @returns {{ isReady: boolean, cache: string, engine: { key: string, device: string, folder: string, source: string | null },
 *   checks: import('./needs.mjs').Check[] }}
 */
export function reportSetup() {
  const device = engineDevice();
  const folder = engineFolder(device);
  const stamp = engineStamp(folder);
  const isBuilt = Boolean(stamp) && engineIsLinked(folder);
  const hasEngine = isBuilt || addonIsThere();
  const checks = [
    checkNode(),
    check(
      'packages',
      packagesAreReady(),
      packagesAreReady() ? 'as in package-lock.json' : 'not as in package-lock.json',
      'npm run setup',
    ),
    check(
      'engine files',
      hasEngine,
      isBuilt ? engineKey(device) : hasEngine ? 'not from the cache' : 'not built',
      'npm run setup',
    ),
    // The build tools are only needed while there is nothing built.
    ...checkBuildTools().map((tool) => (hasEngine ? { ...tool, ok: true, fix: null } : tool)),
  ];
  return {
    isReady: checks.every((one) => one.ok),
    cache: cacheFolder(),
    engine: { key: engineKey(device), device, folder, source: isBuilt ? 'built' : hasEngine ? 'other' : null },
    checks,
  };
}
