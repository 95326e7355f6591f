import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { findOrInstallChromium } from './chromium.mjs';
import { playwrightCounts, vitestCounts } from './counts.mjs';

const bin = (...path) => join(ROOT, 'node_modules', ...path);

/** @typedef {import('./counts.mjs').Counts & { seconds: number }} Result */

/**
 * A check that passes or fails as a whole, and counts as one.
 * @returns {Promise<Result>}
 */
export async function checkStep({ name, args, cwd = ROOT, timeoutMinutes = 5 }) {
  return timed(name, async () => {
    const { code } = await show(args, { cwd, timeoutMinutes });
    return code === 0 ? one({ passed: 1 }) : one({ failed: 1, names: [`${name} failed (exit ${code})`] });
  });
}

/** The tests of `npm test`. */
export function vitestStep() {
  return runVitest('unit and database tests', { projects: ['fast', 'apart', 'database'], timeoutMinutes: 14 });
}

/** The tests that take minutes each. */
export function slowVitestStep() {
  return runVitest('slow tests', { projects: ['slow'], env: { ASSAY_SLOW_TESTS: '1' }, timeoutMinutes: 120 });
}

async function runVitest(name, { projects, env = {}, timeoutMinutes }) {
  return timed(name, () =>
    withReport(vitestCounts, async (file) => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const chosen = projects.map((project) => `--project=${project}`);
      return show([bin('vitest', 'vitest.mjs'), 'run', ...chosen, ...reporters], { env, timeoutMinutes });
    }),
  );
}

export async function browserStep() {
  return timed('browser tests', async () => {
    const chromium = await findOrInstallChromium();
    if (!chromium) return one({ failed: 1, names: ['browser tests did not run: there is no Chromium'] });
    return withReport(playwrightCounts, (file) => {
      const config = join(ROOT, 'apps', 'dashboard-e2e', 'playwright.config.ts');
      return show([bin('@playwright', 'test', 'cli.js'), 'test', '-c', config, '--reporter=list,json'], {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM_PATH: chromium },
        timeoutMinutes: 10,
      });
    });
  });
}

async function show(args, { cwd = ROOT, env = {}, timeoutMinutes }) {
  // No colours in logs; Next and Vitest read CI too.
  const settings = {
    ...process.env,
    CI: 'true',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    NEXT_TELEMETRY_DISABLED: '1',
    ...env,
  };
  return run(process.execPath, args, { cwd, env: settings, isShown: true, timeoutSeconds: timeoutMinutes * 60 });
}

async function timed(name, work) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const counts = await work();
  const seconds = (Date.now() - started) / 1000;
  console.log(`--- ${name}: ${counts.failed === 0 ? 'ok' : `${counts.failed} failed`}, ${seconds.toFixed(0)} s`);
  return { ...counts, seconds };
}

/** A runner that ends badly without a report, or with one that shows no failure, is a failure itself. */
async function withReport(count, work) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
  try {
    const file = join(folder, 'report.json');
    const { code } = await work(file);
    let counts;
    try {
      counts = count(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      return one({ failed: 1, names: [`no report (exit ${code}): ${error.message}`] });
    }
    if (code !== 0 && counts.failed === 0)
      return { ...counts, failed: 1, names: [`exit ${code} without a failed test`] };
    if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, names: ['no test ran'] };
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const one = (changes) => ({ passed: 0, failed: 0, skipped: 0, names: [], ...changes });
