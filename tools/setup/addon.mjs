import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { ADDON_PACKAGE, addonFile, cacheFolder, engineFolder, engineKey, NAPI, TENSORFLOW } from './facts.mjs';
import { lastLines } from './packages.mjs';
import { SetupError, say } from './say.mjs';
import { downloadWheels, wheelName } from './wheel.mjs';

/**
 * Builds the engine: TensorFlow's libraries from its wheel, and tfjs-node's own C++ source compiled against them.
 * Everything happens in a folder of this process; the last step moves it into place, so a killed build leaves nothing
 * that could be mistaken for a whole one.
 * @param {{ device: string, lock: { noteChild(pid?: number): void }, verify: (folder: string) => Promise<void> }} options
 */
export async function buildEngine({ device, lock, verify }) {
  const folder = engineFolder(device);
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  dropLeftovers(parent);
  const wheelFolder = join(cacheFolder(), 'wheels');
  const wheels = await downloadWheels({ device, folder: wheelFolder, lock });

  const work = join(parent, `.build.${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    say('unpacking TensorFlow');
    await unpackWheels({ work, wheels, lock });
    say('compiling the addon');
    await compileAddon({ work, lock });
    for (const rest of ['build', 'binding', 'binding.gyp', 'package.json', join('deps', 'include')]) {
      rmSync(join(work, rest), { recursive: true, force: true });
    }
    writeFileSync(
      join(work, 'engine.json'),
      `${JSON.stringify({ key: engineKey(device), tensorflow: TENSORFLOW, device, wheel: wheelName(device), source: 'built' })}\n`,
    );
    await verify(work);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    rmSync(wheelFolder, { recursive: true, force: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Only the holder of the lock builds, so every other build folder belongs to a dead process. */
function dropLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    if (name.startsWith('.build.')) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const wheels = join(cacheFolder(), 'wheels');
  for (const name of existsSync(wheels) ? readdirSync(wheels) : []) {
    if (name.startsWith('.download.')) rmSync(join(wheels, name), { recursive: true, force: true });
  }
}

async function unpackWheels({ work, wheels, lock }) {
  const deps = join(work, 'deps');
  const unpack = join(ROOT, 'tools', 'setup', 'unpack.py');
  const { code, output } = await run('python3', [unpack, deps, ...wheels], { lock });
  if (code !== 0) {
    // A damaged download would fail again: the next try shall fetch it anew.
    for (const wheel of wheels) rmSync(wheel, { force: true });
    throw new SetupError(
      `unpacking failed:\n${lastLines(output, 5)}`,
      'check the free space on the disk, then run this again',
    );
  }
  // The names that binding.gyp links against.
  const links =
    process.platform === 'darwin'
      ? [['libtensorflow.2.dylib', 'libtensorflow_cc.2.dylib']]
      : [
          ['libtensorflow.so', 'libtensorflow_cc.so.2'],
          ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
        ];
  for (const [name, target] of links) symlinkSync(target, join(deps, 'lib', name));
}

async function compileAddon({ work, lock }) {
  for (const part of ['binding', 'binding.gyp', 'package.json']) {
    cpSync(join(ADDON_PACKAGE, part), join(work, part), { recursive: true, dereference: true });
  }
  // Node's headers often lie beside its binary; only where they don't does node-gyp download them.
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  const { code, output } = await run(
    process.execPath,
    [
      ...[
        join(ROOT, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
        'rebuild',
        '-j',
        String(availableParallelism()),
      ],
      ...(hasHeaders ? [`--nodedir=${prefix}`] : []),
      ...[
        `--napi_build_version=${NAPI}`,
        '--module_name=tfjs_binding',
        `--module_path=${join(work, dirname(addonFile()))}`,
      ],
    ],
    { cwd: work, lock },
  );
  if (code !== 0 || !existsSync(join(work, addonFile()))) {
    throw new SetupError(`compiling the addon failed:\n${lastLines(output, 25)}`, 'see the compiler’s words above');
  }
  if (process.platform === 'darwin') await fixDarwinPaths({ work, lock });
}

/** The wheel's library carries another name than the one that binding.gyp rewrites. */
async function fixDarwinPaths({ work, lock }) {
  for (const name of ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']) {
    const change = ['-change', `@rpath/${name}`, `@loader_path/../../deps/lib/${name}`];
    await run('install_name_tool', [...change, join(work, addonFile())], { lock });
  }
}
