import { join } from 'node:path';
import { stopCommandsOnSignals } from '../lib/command.mjs';
import { waitForLock } from '../lib/lock.mjs';
import { ROOT } from '../lib/root.mjs';
import { buildEngine } from './addon.mjs';
import { cacheFolder, engineDevice, engineFolder, engineStamp } from './facts.mjs';
import { addonIsThere, engineIsLinked, linkEngine } from './link.mjs';
import { checkBuildTools, checkNode } from './needs.mjs';
import { installPackages, packagesAreReady } from './packages.mjs';
import { usePrebuilt } from './prebuilt.mjs';
import { SetupError, say } from './say.mjs';
import { probeEngine, verifyBuild } from './verify.mjs';

/** Makes the repository ready to run; does nothing, quickly, when it is. */
export async function setup() {
  const node = checkNode();
  if (!node.ok) throw new SetupError(`this is Node ${node.detail}`, node.fix ?? '');
  const device = engineDevice();
  if (isReady(device)) return { changed: false };

  // One lock for this clone's node_modules and one for the engines that clones share.
  await withLock(join(ROOT, '.assay', 'setup.lock'), async (lock) => {
    if (!packagesAreReady()) await installPackages(lock);
  });
  await withLock(join(cacheFolder(), 'engine.lock'), (lock) => prepareEngine({ device, lock }));
  return { changed: true };
}

async function withLock(path, work) {
  const lock = await waitForLock(path, (holder) => say(`waiting for another setup (process ${holder.pid})`));
  const ignoreSignals = stopCommandsOnSignals(() => lock.release());
  try {
    await work(lock);
  } finally {
    ignoreSignals();
    lock.release();
  }
}

function isReady(device) {
  const folder = engineFolder(device);
  if (!packagesAreReady()) return false;
  return engineStamp(folder) ? engineIsLinked(folder) : false;
}

async function prepareEngine({ device, lock }) {
  const folder = engineFolder(device);
  if (!engineStamp(folder)) {
    const missing = checkBuildTools().filter((tool) => !tool.ok);
    if (missing.length > 0) {
      if (addonIsThere() && (await opens())) return say('the engine that is there opens; it is kept');
      return usePrebuilt({ lock, missing });
    }
    const started = Date.now();
    await buildEngine({ device, lock, verify: verifyBuild });
    say(`engine built in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  linkEngine(folder);
  const { device: opened, tensorflow } = await probeEngine();
  say(`engine ready: TensorFlow ${tensorflow} on the ${opened === 'gpu' ? 'NVIDIA card' : 'CPU'}`);
  if (device === 'cuda' && opened !== 'gpu') {
    say(
      'the NVIDIA card could not be used (driver too old or not reachable); ASSAY_ENGINE=cpu takes the smaller engine',
    );
  }
}

const opens = () =>
  probeEngine().then(
    () => true,
    () => false,
  );
