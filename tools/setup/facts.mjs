import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';

/** The TensorFlow that the addon is compiled against, and the wheels' folder names that carry it. */
export const TENSORFLOW = '2.21.0';
export const NAPI = 8;
export const ADDON_PACKAGE = join(ROOT, 'node_modules', '@tensorflow', 'tfjs-node-gpu');

/** Where built engines are kept, outside node_modules so that reinstalling packages does not lose them. */
export function cacheFolder(env = process.env) {
  return env.ASSAY_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay');
}

/** 'cuda' when the machine has an NVIDIA card; ASSAY_ENGINE overrides. */
export function engineDevice(env = process.env) {
  const wanted = env.ASSAY_ENGINE;
  if (wanted === 'cpu' || wanted === 'cuda') return wanted;
  if (wanted) throw new Error(`ASSAY_ENGINE is '${wanted}'; it may be 'cpu' or 'cuda'`);
  if (process.platform !== 'linux') return 'cpu';
  return hasNvidiaCard() ? 'cuda' : 'cpu';
}

function hasNvidiaCard() {
  try {
    if (readdirSync('/proc/driver/nvidia/gpus').length > 0) return true;
  } catch {
    // No driver, or one without that folder (WSL): its own tool answers.
  }
  return /GPU \d/.test(ask('nvidia-smi', ['-L']) ?? '');
}

/** Names the engine by everything that its binary depends on. */
export function engineKey(device) {
  return [
    `tfjs-node-${addonVersion()}`,
    `tensorflow-${TENSORFLOW}`,
    device,
    process.platform,
    process.arch,
    `napi${NAPI}`,
  ].join('_');
}

/** The version that the lock file names, so that it is known before packages are installed. */
function addonVersion() {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return lock.packages['node_modules/@tensorflow/tfjs-node-gpu'].version;
}

/** @param {string} device */
export function engineFolder(device) {
  return join(cacheFolder(), 'engine', engineKey(device));
}

/** What the engine in a folder is, or undefined when there is none or half of one. */
export function engineStamp(folder) {
  try {
    const stamp = JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8'));
    return existsSync(join(folder, addonFile())) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

export function addonFile() {
  return join('lib', `napi-v${NAPI}`, 'tfjs_binding.node');
}
