#!/usr/bin/env node
// Type-checks every project, two at a time, with TypeScript's native compiler: measured 5 to 7 times faster than the
// JavaScript one, which stays installed because Nx reads sources with it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { findPackages } from './importRules.mjs';

const TSC = join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const apart = ['tools', 'benchmarks'].map((name) => ({ name, root: name }));
const projects = [...findPackages(ROOT), ...apart];
const queue = projects.filter(({ root }) => existsSync(join(ROOT, root, 'tsconfig.json')));
const failed = [];

await Promise.all([work(), work()]);
console.log(`types: ${failed.length === 0 ? 'all projects pass' : `failed in ${failed.join(', ')}`}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work() {
  for (let project = queue.shift(); project; project = queue.shift()) {
    const { name, root } = project;
    const outputs = [];
    if (name === 'dashboard') outputs.push(await nextTypes(root));
    outputs.push(await run(process.execPath, [TSC, '-p', root, '--pretty', 'false'], { cwd: ROOT }));
    if (outputs.every(({ code }) => code === 0)) continue;
    failed.push(name);
    console.error(`== ${name}\n${outputs.map(({ output }) => output.trim()).join('\n')}`);
  }
}

/** Next writes the types of the routes before they can be checked. */
function nextTypes(root) {
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
  return run(process.execPath, [next, 'typegen'], { cwd: join(ROOT, root) });
}
