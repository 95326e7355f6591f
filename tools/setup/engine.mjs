// The native engine: tfjs's addon, compiled against TensorFlow's wheel, in a cache that survives `npm ci`.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withLock } from './lock.mjs';
import { addonLink, engineFolder, engineKind, root, tfjsFolder } from './paths.mjs';
import { run, SetupError, say } from './run.mjs';
import { unpackWheels } from './wheel.mjs';

const ADDON = ['addon', 'lib', 'napi-v8', 'tfjs_binding.node'];

/** True when the package's addon is the one in the cache for this engine. */
export function isEngineReady() {
  const addon = join(engineFolder(), ...ADDON);
  return existsSync(addon) && existsSync(addonLink) && realpathSync(addonLink) === realpathSync(addon);
}

export async function installEngine() {
  const kind = engineKind();
  const folder = engineFolder(kind);
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(join(folder, ...ADDON))) await build(kind, folder);
  });
  link(folder);
  try {
    verify();
  } catch (error) {
    throw new SetupError(
      `the native engine does not load: ${lastLine(error)}`,
      `delete ${folder} and run npm run setup; TensorFlow needs glibc 2.27 or newer and a CPU with AVX`,
    );
  }
}

/** Builds in a folder of its own and renames it at the end, so that a half-made engine is never found. */
async function build(kind, folder) {
  removeLeftovers(folder);
  const work = `${folder}.${process.pid}.partial`;
  try {
    await unpackWheels(kind, work);
    const addon = join(work, 'addon');
    for (const part of ['binding', 'binding.gyp', 'package.json', 'scripts']) {
      cpSync(join(tfjsFolder, part), join(addon, part), { recursive: true });
    }
    linkLibraries(join(work, 'tensorflow'), join(addon, 'deps'));
    const gyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    const flags = ['--napi_build_version=8', '--module_name=tfjs_binding', '--module_path=lib/napi-v8'];
    await run('compiling the native addon', process.execPath, [gyp, 'rebuild', ...headersFlag(), ...flags], {
      cwd: addon,
    });
    const made = join(addon, 'build', 'Release', 'tfjs_binding.node');
    mkdirSync(join(addon, 'lib', 'napi-v8'), { recursive: true });
    cpSync(made, join(work, ...ADDON));
    rmSync(join(addon, 'build'), { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function removeLeftovers(folder) {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    if (name.endsWith('.partial') && join(parent, name).startsWith(`${folder}.`)) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** node-gyp wants to download Node's headers; most installations have them beside the binary. */
function headersFlag() {
  const prefix = resolve(dirname(realpathSync(process.execPath)), '..');
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

/** The names under which the addon's build looks for TensorFlow; relative, since the folder is renamed later. */
function linkLibraries(tensorflow, deps) {
  const isMac = process.platform === 'darwin';
  const names = isMac
    ? {
        'libtensorflow.2.dylib': 'libtensorflow_cc.2.dylib',
        'libtensorflow_framework.2.dylib': 'libtensorflow_framework.2.dylib',
      }
    : {
        'libtensorflow.so': 'libtensorflow_cc.so.2',
        'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
        'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
        'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
      };
  mkdirSync(join(deps, 'lib'), { recursive: true });
  symlinkSync('../../tensorflow/include', join(deps, 'include'));
  for (const [name, target] of Object.entries(names)) {
    if (!existsSync(join(tensorflow, target)))
      throw new SetupError(`the wheel has no ${target}`, 'report this with the TensorFlow version');
    symlinkSync(`../../../tensorflow/${target}`, join(deps, 'lib', name));
  }
}

function link(folder) {
  mkdirSync(dirname(addonLink), { recursive: true });
  if (lstatSync(addonLink, { throwIfNoEntry: false })) rmSync(addonLink);
  symlinkSync(join(folder, ...ADDON), addonLink);
}

/** Loads the addon in a process of its own and multiplies two matrices. */
export function verify() {
  const program = `
    if (!require('util').isNullOrUndefined) require('util').isNullOrUndefined = (value) => value == null;
    const tf = require('@tensorflow/tfjs-node-gpu');
    const [answer] = tf.matMul(tf.ones([1, 3]), tf.ones([3, 1])).dataSync();
    if (tf.getBackend() !== 'tensorflow' || answer !== 3) throw new Error('matrix product is ' + answer + ' on ' + tf.getBackend());`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  execFileSync(process.execPath, ['-e', program], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
}

/** Without a compiler: the binary that the package's authors built, older and slower, where it can be downloaded. */
export async function installPrebuilt(missing) {
  say(`no ${missing}: trying the prebuilt engine`);
  try {
    await run('downloading the prebuilt engine', process.execPath, ['scripts/install.js', 'gpu', 'download'], {
      cwd: tfjsFolder,
    });
    verify();
  } catch (error) {
    throw new SetupError(
      `no ${missing}, and the prebuilt engine cannot be used: ${lastLine(error)}`,
      `install ${missing} and run npm run setup`,
    );
  }
}

function lastLine(error) {
  const text = String(error.stderr || error.message).trim();
  return (
    text
      .split('\n')
      .filter((line) => /error/i.test(line))
      .at(-1) ?? text.split('\n').at(-1)
  );
}
