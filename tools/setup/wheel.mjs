import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { TENSORFLOW } from './facts.mjs';
import { lastLines } from './packages.mjs';
import { SetupError, say } from './say.mjs';

/** Wheels are read, never imported, so they need not fit the Python that happens to be installed. */
const PYTHON_TAGS = ['--python-version', '3.12', '--implementation', 'cp'];
/** pip takes no tag for granted that it was not told: TensorFlow's wheels carry the first, NVIDIA's the older ones. */
const PLATFORM_TAGS = {
  'linux-x64': ['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux1_x86_64'],
  'linux-arm64': ['manylinux_2_27_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
  'darwin-arm64': ['macosx_12_0_arm64'],
};

/** Which distribution carries the libraries: the small one without CUDA exists for x86-64 Linux only. */
export function wheelName(device) {
  return device === 'cpu' && process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
}

/**
 * Brings the wheels into a folder; those that are already there are not asked for again.
 * @returns {Promise<string[]>} paths, TensorFlow's first
 */
export async function downloadWheels({ device, folder, lock }) {
  mkdirSync(folder, { recursive: true });
  const main = await downloadWheel({ requirement: `${wheelName(device)}==${TENSORFLOW}`, folder, lock });
  if (device !== 'cuda') return [main];
  const paths = [main];
  for (const requirement of await cudaRequirements(main))
    paths.push(await downloadWheel({ requirement, folder, lock }));
  return paths;
}

async function downloadWheel({ requirement, folder, lock }) {
  const prefix = requirement.split(/[=<>!~]/)[0].replaceAll('-', '_');
  const present = readdirSync(folder).find((file) => file.startsWith(`${prefix}-`) && file.endsWith('.whl'));
  if (present) return join(folder, present);

  const platforms = PLATFORM_TAGS[`${process.platform}-${process.arch}`];
  if (!platforms)
    throw new SetupError(`no TensorFlow for ${process.platform} ${process.arch}`, 'use Linux or macOS on arm64');
  const temporary = join(folder, `.download.${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  say(`downloading ${requirement}${prefix.startsWith('tensorflow') ? ' (about 270 MB, more with CUDA)' : ''}`);
  const { code, output } = await run(
    'python3',
    [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--progress-bar=off'],
      ...['--disable-pip-version-check', ...PYTHON_TAGS],
      ...platforms.flatMap((tag) => ['--platform', tag]),
      ...['-d', temporary, requirement],
    ],
    {
      // pip writes what it has so far below its temporary folder, which makes the progress visible.
      env: { ...process.env, TMPDIR: temporary },
      lock,
      onTick: (seconds) => say(`  ${Math.round(bytesBelow(temporary) / 1e6)} MB after ${seconds} s`),
    },
  );
  const file = readdirSync(temporary).find((name) => name.endsWith('.whl'));
  if (code !== 0 || !file) {
    rmSync(temporary, { recursive: true, force: true });
    throw new SetupError(
      `pip could not download ${requirement}:\n${lastLines(output, 6)}`,
      'check the network and pip’s index (pip config list), then run this again',
    );
  }
  renameSync(join(temporary, file), join(folder, file));
  rmSync(temporary, { recursive: true, force: true });
  return join(folder, file);
}

/** TensorFlow's own list of the NVIDIA wheels that it was built for (its extra `and-cuda`). */
async function cudaRequirements(wheel) {
  const script = [
    'import sys, zipfile',
    'z = zipfile.ZipFile(sys.argv[1])',
    'print(z.read(next(n for n in z.namelist() if n.endswith(".dist-info/METADATA"))).decode())',
  ].join('\n');
  const { output } = await run('python3', ['-c', script, wheel]);
  const lines = output.matchAll(/^Requires-Dist: (nvidia-[^;]+); extra == ["']and-cuda["']/gm);
  return [...lines].map((match) => match[1].replaceAll(' ', '').replace(/[()]/g, ''));
}

/** Bytes of the largest file, since pip has the wheel twice for a moment. */
function bytesBelow(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    try {
      if (entry.isFile()) bytes = Math.max(bytes, statSync(join(entry.parentPath ?? entry.path, entry.name)).size);
    } catch {
      // Moved while counting.
    }
  }
  return bytes;
}
