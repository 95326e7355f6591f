#!/usr/bin/env node
// `npm test`: everything that must hold, from setup to the browser. Goes on after a failure, ends with the sum.
// `--slow` also runs the tests that take minutes each, and stores the outcome in slow-result.json. `--only NAME` runs the steps whose name contains NAME.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopCommandsOnSignals } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { browserStep, checkStep, slowVitestStep, vitestStep } from './steps.mjs';

stopCommandsOnSignals(() => {});
const hasSlow = process.argv.includes('--slow');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const tool = (...path) => join(ROOT, 'tools', ...path);
const bin = (...path) => join(ROOT, 'node_modules', ...path);

/** @type {[string, () => Promise<import('./steps.mjs').Result>][]} */
const STEPS = [
  ['setup', () => checkStep({ name: 'setup', args: [tool('setup', 'main.mjs')], timeoutMinutes: 15 })],
  ['lint', () => checkStep({ name: 'lint', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] })],
  ['imports', () => checkStep({ name: 'imports', args: [tool('checks', 'boundaries.mjs')] })],
  ['sizes', () => checkStep({ name: 'sizes', args: [tool('checks', 'sizes.mjs')] })],
  ['types', () => checkStep({ name: 'types', args: [tool('checks', 'typecheck.mjs')] })],
  ['tests', () => vitestStep()],
  [
    'build',
    () => checkStep({ name: 'dashboard build', args: [tool('launch', 'buildDashboard.mjs')], timeoutMinutes: 8 }),
  ],
  ['browser', () => browserStep()],
  ...(hasSlow ? [['slow', () => slowVitestStep()]] : []),
];

const results = [];
for (const [name, step] of STEPS) {
  if (only && !name.includes(only)) continue;
  results.push(await step());
  // Without packages nothing else can run.
  if (name === 'setup' && results[0].failed > 0) break;
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failures = results.flatMap(({ names }) => names);
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
if (hasSlow) storeSlowResult();
console.log(`\nskipped: ${sum('skipped')}; ${Math.round(sum('seconds'))} s`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** Slow tests do not run on every change: their last outcome is kept where it can be read. */
function storeSlowResult() {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  const result = { date: new Date().toISOString(), commit, steps: only ?? 'all', ...counts, failures };
  writeFileSync(tool('checks', 'slow-result.json'), `${JSON.stringify(result, null, 2)}\n`);
}
