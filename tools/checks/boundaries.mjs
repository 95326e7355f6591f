#!/usr/bin/env node
// Fails when a package imports what the table in ARCHITECTURE.md does not allow.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { checkGraph } from './graphRules.mjs';
import { checkImportLines, findPackages } from './importRules.mjs';

const root = process.argv[2] ?? ROOT;
const problems = [...checkImportLines(root), ...(root === ROOT ? checkGraph(readGraph()) : [])];
for (const problem of problems) console.error(problem);
console.log(`imports: ${findPackages(root).length} packages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function readGraph() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-graph-'));
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve('nx/package.json');
    const nx = join(dirname(manifest), require(manifest).bin.nx);
    const file = join(folder, 'graph.json');
    const answer = spawnSync(process.execPath, [nx, 'graph', `--file=${file}`], {
      cwd: ROOT,
      env: { ...process.env, NX_DAEMON: 'false', CI: 'true' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    });
    if (answer.status !== 0) throw new Error(`nx graph failed:\n${answer.stdout}${answer.stderr}`);
    return JSON.parse(readFileSync(file, 'utf8')).graph;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
