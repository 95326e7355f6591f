import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../lib/root.mjs';
import { addonFile, cacheFolder, engineDevice, engineKey, engineStamp } from './facts.mjs';
import { checkNode, howToGet } from './needs.mjs';
import { reportSetup } from './report.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('Node versions', () => {
  expect(['20.19.0', '20.20.2', '22.0.0', '26.9.9'].every((version) => checkNode(version).ok)).toBe(true);
  expect(['18.20.0', '20.18.9', '27.0.0'].some((version) => checkNode(version).ok)).toBe(false);
  expect(checkNode('18.20.0').fix).toContain('20.19');
});

test('the environment chooses engine and cache', () => {
  expect(engineDevice({ ASSAY_ENGINE: 'cuda' })).toBe('cuda');
  expect(engineDevice({ ASSAY_ENGINE: 'cpu' })).toBe('cpu');
  expect(() => engineDevice({ ASSAY_ENGINE: 'gpu' })).toThrow("may be 'cpu' or 'cuda'");
  expect(cacheFolder({ ASSAY_CACHE: '/c', XDG_CACHE_HOME: '/x' })).toBe('/c');
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' })).toBe('/x/assay');
  expect(engineKey('cpu')).toContain(`_cpu_${process.platform}_${process.arch}_`);
  expect(engineKey('cpu')).not.toBe(engineKey('cuda'));
});

test('half an engine is none', () => {
  writeFileSync(join(folder, 'engine.json'), '{"device":"cpu"}');
  expect(engineStamp(folder)).toBeUndefined();
  mkdirSync(join(folder, addonFile(), '..'), { recursive: true });
  writeFileSync(join(folder, addonFile()), '');
  expect(engineStamp(folder)).toEqual({ device: 'cpu' });
});

test('every missing tool comes with the way to get it', () => {
  for (const name of ['python3', 'pip', 'make', 'c++', 'chromium']) expect(howToGet(name)).toMatch(/install/);
  const { checks } = reportSetup();
  expect(checks.map(({ name }) => name)).toEqual(['node', 'packages', 'engine files', 'python3', 'pip', 'make', 'c++']);
  for (const check of checks) expect(check.fix === null).toBe(check.ok);
});

test('only headers, libraries and licences are taken from a wheel', () => {
  const wheel = join(folder, 'tensorflow_cpu-1-cp312.whl');
  const names = [
    'tensorflow/include/tensorflow/c/c_api.h',
    'tensorflow/include/Eigen/Core',
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/python/ops.py',
    'tensorflow_cpu-1.dist-info/LICENSE',
    'nvidia/cudnn/lib/libcudnn.so.9',
  ];
  const make =
    'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  for n in sys.argv[2:]: z.writestr(n, n)';
  execFileSync('python3', ['-c', make, wheel, ...names]);
  const out = join(folder, 'out');
  execFileSync('python3', [join(ROOT, 'tools', 'setup', 'unpack.py'), out, wheel]);
  const found = execFileSync('find', ['.', '-type', 'f'], { cwd: out, encoding: 'utf8' });
  expect(
    found
      .trim()
      .split('\n')
      .map((path) => path.slice(2))
      .sort(),
  ).toEqual([
    'include/tensorflow/c/c_api.h',
    'lib/libcudnn.so.9',
    'lib/libtensorflow_cc.so.2',
    'lib/libtensorflow_framework.so.2',
    'licences/tensorflow_cpu/LICENSE',
  ]);
  expect(existsSync(join(out, 'python'))).toBe(false);
});
