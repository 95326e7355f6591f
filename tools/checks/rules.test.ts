import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkGraph } from './graphRules.mjs';
import { importLines } from './importLines.mjs';
import { checkImportLines } from './importRules.mjs';
import { checkSizes } from './sizeRules.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-rules-'));
  write('package.json', JSON.stringify({ devDependencies: { vitest: '*' } }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function writePackage(path: string, dependencies: string[] = []): void {
  const name = path.split('/').at(-1);
  const manifest = {
    name: `@assay/${name}`,
    exports: { '.': './src/index.ts' },
    dependencies: Object.fromEntries(dependencies.map((one) => [one, '*'])),
    nx: { tags: [`package:${name}`] },
  };
  write(`${path}/package.json`, JSON.stringify(manifest));
}

test('sees every form of import, with its line', () => {
  const text = [
    "import a from 'one';",
    "import type { B } from 'two';",
    "export { c } from 'three';",
    "export * from 'four';",
    "const d = await import('five');",
    "type E = import('six').E;",
    "const f = require('seven');",
  ].join('\n');
  expect(importLines('x.ts', text)).toEqual([
    { from: 'one', line: 1, isTypeOnly: false, isStar: false },
    { from: 'two', line: 2, isTypeOnly: true, isStar: false },
    { from: 'three', line: 3, isTypeOnly: false, isStar: false },
    { from: 'four', line: 4, isTypeOnly: false, isStar: true },
    { from: 'five', line: 5, isTypeOnly: false, isStar: false },
    { from: 'six', line: 6, isTypeOnly: true, isStar: false },
    { from: 'seven', line: 7, isTypeOnly: false, isStar: false },
  ]);
});

test('a clean tree has no problem', () => {
  writePackage('libs/metrics');
  writePackage('libs/classical', ['@assay/metrics']);
  write('libs/classical/src/index.ts', "import { mean } from '@assay/metrics';\nexport { a } from './a';\n");
  write('libs/classical/src/a.test.ts', "import { test } from 'vitest';\nimport { readFileSync } from 'node:fs';\n");
  expect(checkImportLines(root)).toEqual([]);
});

test.each([
  ['a package that may not be seen', "import { s } from '@assay/store';", 'metrics may not import store'],
  ['also when only a type is taken', "import type { S } from '@assay/store';", 'metrics may not import store'],
  ['Node in browser-safe code', "import { join } from 'node:path';", "metrics may not use Node's modules"],
  ['Node without its prefix', "import { join } from 'path';", "metrics may not use Node's modules"],
  ['a foreign package', "import tf from '@tensorflow/tfjs';", 'metrics may not use the package @tensorflow/tfjs'],
  ['a way around the public door', "import { s } from '../../store/src/index';", 'leaves the package'],
  ['tools', "import { ROOT } from '../../../tools/lib/root.mjs';", 'leaves the package'],
  ['export *', "export * from './mean';", 'name each export'],
])('refuses %s', (_, line, message) => {
  writePackage('libs/metrics');
  writePackage('libs/store');
  write('libs/metrics/src/index.ts', `\n${line}\n`);
  const problems = checkImportLines(root);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('libs/metrics/src/index.ts:2: ');
  expect(problems[0]).toContain(message);
});

test('ssl-core takes types of contracts and nothing else of them', () => {
  writePackage('libs/contracts');
  writePackage('libs/ssl-core', ['@assay/contracts']);
  write('libs/ssl-core/src/a.ts', "import type { A } from '@assay/contracts';\n");
  expect(checkImportLines(root)).toEqual([]);
  write('libs/ssl-core/src/a.ts', "import { a } from '@assay/contracts';\n");
  expect(checkImportLines(root)[0]).toContain('only types from contracts');
});

test('the dashboard sees the database from its server folder only', () => {
  writePackage('libs/store');
  writePackage('apps/dashboard', ['@assay/store']);
  write('apps/dashboard/src/server/runs.ts', "import { s } from '@assay/store';\n");
  expect(checkImportLines(root)).toEqual([]);
  write('apps/dashboard/src/features/runs.tsx', "import type { S } from '@assay/store';\n");
  expect(checkImportLines(root)[0]).toContain('features/runs.tsx:1: store may only be imported below');
});

test('an import that package.json does not declare is refused', () => {
  writePackage('libs/metrics');
  writePackage('libs/classical');
  write('libs/classical/src/index.ts', "import { mean } from '@assay/metrics';\n");
  expect(checkImportLines(root)[0]).toContain('does not declare @assay/metrics');
});

test('a package outside the table or without its tag is refused', () => {
  write('libs/other/package.json', JSON.stringify({ name: '@assay/other' }));
  const problems = checkImportLines(root).join('\n');
  expect(problems).toContain('not in the import table');
  expect(problems).toContain('nx.tags must hold package:other');
});

test('a forbidden edge of the project graph is refused', () => {
  const node = (name: string) => ({ data: { root: `libs/${name}`, tags: [`package:${name}`] } });
  const nodes = { a: node('metrics'), b: node('store'), c: node('classical') };
  expect(checkGraph({ nodes, dependencies: { a: [], c: [{ target: 'a' }] } })).toEqual([]);
  expect(checkGraph({ nodes, dependencies: { a: [{ target: 'b' }] } })).toEqual([
    'project graph: metrics may not depend on store',
  ]);
});

test('a file of 401 lines and a switched-off rule are refused', () => {
  write('libs/metrics/src/long.ts', 'x;\n'.repeat(400));
  write('libs/metrics/src/any.ts', 'const a = 1;\n');
  expect(checkSizes(root)).toEqual([]);
  write('libs/metrics/src/long.ts', 'x;\n'.repeat(401));
  write('libs/metrics/src/any.ts', `const a = 1; // biome-${'ignore'} lint/suspicious/noExplicitAny: no\n`);
  expect(checkSizes(root).map((line) => line.split(':')[0])).toEqual([
    'libs/metrics/src/any.ts',
    'libs/metrics/src/long.ts',
  ]);
});

test('the linter refuses any and the non-null mark', async () => {
  const { spawnSync } = await import('node:child_process');
  const { ROOT } = await import('../lib/root.mjs');
  write('bad.ts', 'export const a = (b: any) => b;\nexport const c = (d?: string) => d!.length;\n');
  const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'lint', `--config-path=${ROOT}`, '--vcs-enabled=false', join(root, 'bad.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root });
  expect(status).toBe(1);
  expect(stdout + stderr).toContain('noExplicitAny');
  expect(stdout + stderr).toContain('noNonNullAssertion');
});
