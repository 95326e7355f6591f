// Where setup puts things, and the versions that it puts there.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** TensorFlow's version; the addon is compiled against it and its wheel is the library. */
export const TENSORFLOW_VERSION = '2.21.0';
export const TFJS_VERSION = '4.22.0';

/** The package that loads the addon; its own folder gets links into the cache. */
export const tfjsFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
export const addonLink = join(tfjsFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
export const stampFile = join(root, 'node_modules', '.assay-setup.json');

export function cacheFolder(env = process.env) {
  return resolve(env.ASSAY_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay'));
}

/** `cpu`, or `cuda` when an NVIDIA card is there; ASSAY_ENGINE decides otherwise. */
export function engineKind(env = process.env) {
  const wanted = env.ASSAY_ENGINE;
  if (wanted === 'cpu' || wanted === 'cuda') return wanted;
  if (wanted) throw new Error(`ASSAY_ENGINE is "${wanted}"; it can be cpu or cuda`);
  return process.platform === 'linux' && existsSync('/proc/driver/nvidia/version') ? 'cuda' : 'cpu';
}

/** One engine in the cache: everything that changes its bytes is in the name. */
export function engineKey(kind = engineKind()) {
  return `tfjs-${TFJS_VERSION}-tensorflow-${TENSORFLOW_VERSION}-${kind}-${process.platform}-${process.arch}-napi8`;
}

export function engineFolder(kind = engineKind()) {
  return join(cacheFolder(), 'engine', engineKey(kind));
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
