// TensorFlow's library and headers, out of its Python wheel.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TENSORFLOW_VERSION } from './paths.mjs';
import { run, SetupError } from './run.mjs';

/** pip's tags of the wheels that are built for each platform; the Python that runs pip does not matter. */
const TAGS = {
  'linux-x64': 'manylinux_2_27_x86_64',
  'linux-arm64': 'manylinux_2_27_aarch64',
  'darwin-arm64': 'macosx_12_0_arm64',
};

/** Unpacks what the addon needs; the Python modules of TensorFlow itself stay behind. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        is_library = name.startswith("tensorflow/lib") and (".so" in name or ".dylib" in name)
        is_licence = "LICENSE" in name.upper() or "NOTICES" in name.upper()
        if name.startswith(("tensorflow/include/", "nvidia/")) or is_library or is_licence:
            archive.extract(name, folder)
`;

/** Downloads the wheels for this platform and unpacks them into `folder`/tensorflow and `folder`/nvidia. */
export async function unpackWheels(kind, folder) {
  const platform = `${process.platform}-${process.arch}`;
  const tag = TAGS[platform];
  if (!tag)
    throw new SetupError(`there is no TensorFlow wheel for ${platform}`, `use one of ${Object.keys(TAGS).join(', ')}`);
  const name = kind === 'cpu' && platform === 'linux-x64' ? 'tensorflow-cpu' : 'tensorflow';
  const wheels = join(folder, 'wheels');
  mkdirSync(wheels, { recursive: true });
  const target = ['--only-binary=:all:', '--python-version', '3.12', '--implementation', 'cp', '--platform', tag];
  // pip takes a wheel for an older glibc only when its tag is named too.
  const older = platform.startsWith('linux')
    ? ['--platform', tag.replace('2_27', '2_17'), '--platform', tag.replace('manylinux_2_27', 'manylinux2014')]
    : [];
  const what =
    kind === 'cuda'
      ? [...older, `${name}[and-cuda]==${TENSORFLOW_VERSION}`]
      : ['--no-deps', `${name}==${TENSORFLOW_VERSION}`];
  await run(
    `downloading ${name} ${TENSORFLOW_VERSION}${kind === 'cuda' ? ' with CUDA (several GB)' : ' (274 MB)'}`,
    'python3',
    ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input', '-q', '-d', wheels, ...target, ...what],
  );
  for (const wheel of readdirSync(wheels).filter((file) => /^(tensorflow|nvidia)/.test(file))) {
    await run(`unpacking ${wheel}`, 'python3', ['-c', UNPACK, join(wheels, wheel), folder]);
  }
  rmSync(wheels, { recursive: true, force: true });
}
