import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BackboneConfig } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { decodeSafetensors, encodeSafetensors } from '@assay/engine';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, expect, it, type TestContext, vi } from 'vitest';
import { decodeTensors, encodeTensors, prefixNames } from '../../apps/trainer/src/tasks/tensorFile';
import { runJson } from '../../apps/trainer/src/testing/runMain';
import { exportWeights, type Part } from '../../apps/trainer/src/weights/exportWeights';
import { computeFeatures } from '../../apps/trainer/src/weights/features';
import { describeNetwork } from '../../apps/trainer/src/weights/network';
import { filledTensors } from '../../apps/trainer/src/weights/testing/filledTensors';
import { presentPeersPython } from '../peersEnvironment';

const SCRIPT = fileURLToPath(new URL('../../tools/reference/weights_load.py', import.meta.url));
const [PYTHON_MILLISECONDS_MAX, MILLISECONDS_MAX] = [600_000, 1_800_000];
const [SIDE, CLASSES] = [64, 10];

const VIT = { kind: 'vit', patch: 16, width: 192, depth: 2, heads: 3 };
/** With the parts that are exported of each: the classifier goes out alike from all networks of a kind. */
const OURS: Readonly<Record<string, { config: object; parts: readonly Part[] }>> = {
  resnet18: { config: { kind: 'resnet', depth: 18 }, parts: ['encoder', 'all'] },
  seresnet18: { config: { kind: 'resnet', depth: 18, attention: 'squeezeExcite' }, parts: ['encoder'] },
  cbam18: { config: { kind: 'resnet', depth: 18, attention: 'cbam' }, parts: ['encoder'] },
  vitToken: { config: VIT, parts: ['encoder', 'all'] },
  vitMean: { config: { ...VIT, pool: 'mean' }, parts: ['encoder'] },
  b0: { config: { kind: 'efficientnet' }, parts: ['encoder', 'all'] },
  tfB0: { config: { kind: 'efficientnet', convention: 'tensorflow' }, parts: ['encoder'] },
  lite0: { config: { kind: 'efficientnet', variant: 'lite0' }, parts: ['encoder'] },
  tfLite0: { config: { kind: 'efficientnet', variant: 'lite0', convention: 'tensorflow' }, parts: ['encoder'] },
};
/** As drawn by the script; each is the name that says what no tensor does. */
const THEIRS = ['resnet50', 'seresnet18', 'vit_tiny_patch16', 'efficientnet_b0', 'tf_efficientnet_lite0'];

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-peers-'));
const png = join(folder, 'picture.png');
const picture = join(folder, 'picture.safetensors');

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7 + ((i * i) >> 5)) % 256);
  writeFileSync(png, encodePng({ width: SIDE, height: SIDE, channels: 3, data }));
  const pixels = { name: 'pixels', dtype: 'F32' as const, shape: [1, SIDE, SIDE, 3], data: Float32Array.from(data) };
  writeFileSync(picture, encodeSafetensors([pixels]));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

it(
  'weights that go out load strictly in torchvision and timm, and give the same there',
  async (context) => {
    const python = await requirePython(context);
    const ours = new Map<string, Float32Array>();
    for (const [name, { config, parts }] of Object.entries(OURS)) {
      for (const part of parts) ours.set(`${name}-${part}`, await exportOne(name, config, part));
    }
    const theirs = await ask(
      python,
      [...ours.keys()].map((name) => join(folder, `${name}.safetensors`)),
    );
    for (const [name, values] of ours) expect(difference(values, theirs.get(name)), name).toBeLessThan(1e-4);
  },
  MILLISECONDS_MAX,
);

it(
  'weights that torch saved come in whole, and give the same here',
  async (context) => {
    const python = await requirePython(context);
    const drawn = join(folder, 'drawn');
    mkdirSync(drawn);
    const theirs = await ask(python, ['--draw', drawn]);
    expect([...theirs.keys()].sort()).toEqual([...THEIRS].sort());
    for (const name of THEIRS) {
      const file = join(drawn, `${name}.pth`);
      const said = ['--backbone', name, '--size', String(SIDE)];
      const answer = await runJson('weights', 'import', file, '--name', name, ...said);
      expect(answer, name).toMatchObject({ missing: [], extra: [], classes: CLASSES });
      const out = join(folder, `${name}.npy`);
      await runJson('features', '--weights', name, png, '--layer', 'logits', '--out', out);
      expect(difference(readNpy(out), theirs.get(name)), name).toBeLessThan(1e-4);
    }
  },
  MILLISECONDS_MAX,
);

/** Writes a filled network's file as `assay export` does, and gives what it makes of the picture. */
async function exportOne(name: string, config: object, part: Part): Promise<Float32Array> {
  const backbone = BackboneConfig.parse(config);
  const input = {
    size: SIDE,
    channels: 3 as const,
    resize: 'stretch' as const,
    mean: [0.4, 0.5, 0.6],
    std: [0.2, 0.25, 0.3],
  };
  const { wanted, features } = describeNetwork({ backbone, input });
  const head = [
    { name: 'head.weight', shape: [CLASSES, features] },
    { name: 'head.bias', shape: [CLASSES] },
  ];
  const filled = filledTensors(new Map([...wanted, ...head].map((tensor) => [tensor.name, tensor])));
  const stored = [...filled].map(([tensor, values]) => ({ name: tensor, ...values }));
  const tensors = decodeTensors(encodeTensors(prefixNames('model', stored), {}));
  const facts = { backbone, input, tensors, missing: [] };
  await exportWeights({ ...facts, part, out: join(folder, `${name}-${part}.safetensors`) });
  const { data } = await computeFeatures({ ...facts, paths: [png], layer: part === 'all' ? 'logits' : 'pool' });
  return data;
}

/** What the script says that networks make of the picture, by name. */
async function ask(python: string, given: readonly string[]): Promise<Map<string, Float32Array>> {
  const out = join(folder, 'theirs.safetensors');
  await promisify(execFile)(python, [SCRIPT, ...given, '--picture', picture, '--out', out], {
    timeout: PYTHON_MILLISECONDS_MAX,
  });
  const { tensors } = decodeSafetensors(readFileSync(out));
  return new Map([...tensors].map(([name, { data }]) => [name, data as Float32Array])); // as the script writes them
}

/** A Python that has torchvision and timm; without one the test is skipped, and says what it needs. */
async function requirePython(context: TestContext): Promise<string> {
  const fix =
    'set ASSAY_PEERS_PYTHON to a Python with the packages of benchmarks/peers/requirements.txt, or run `npm run bench -- training`, which makes one';
  const python = presentPeersPython('requirements.txt');
  if (!python) return context.skip(`there is no Python with torchvision and timm: ${fix}`);
  try {
    await promisify(execFile)(python, ['-c', 'import safetensors, timm, torchvision'], {
      timeout: PYTHON_MILLISECONDS_MAX,
    });
  } catch (error) {
    const last = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1);
    return context.skip(`${python} does not serve (${last}): ${fix}`);
  }
  return python;
}

/** The largest difference over the largest value. */
function difference(ours: Float32Array, theirs: Float32Array | undefined): number {
  if (ours.length !== theirs?.length) return Number.POSITIVE_INFINITY;
  const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - (theirs[i] ?? Number.NaN))), 0) / largest;
}

/** Values of a NumPy file of float32. */
function readNpy(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
}
