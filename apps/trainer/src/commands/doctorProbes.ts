import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { DoctorCheck } from '@assay/contracts';
import type { Engine } from '@assay/engine';
import { repositoryRoot } from '../env';

const run = promisify(execFile);
const SECONDS_MAX = 60;

export type EngineFacts = Omit<Engine, 'tf'>;

/** Opens the engine in a process of its own: a native crash is then a failed check. */
export async function probeEngine(threads: number | null): Promise<{ engine: EngineFacts | null; check: DoctorCheck }> {
  const entry = fileURLToPath(new URL('./engineProbe.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  try {
    const { stdout } = await run(process.execPath, ['--import', tsx, entry, String(threads ?? '')], {
      timeout: SECONDS_MAX * 1000,
    });
    const line = stdout.trim().split('\n').at(-1) ?? '';
    const engine: EngineFacts = JSON.parse(line);
    return { engine, check: { name: 'engine', ok: true, detail: engine.identity, fix: null } };
  } catch (error) {
    const detail = explainFailure(error);
    return { engine: null, check: { name: 'engine', ok: false, detail, fix: 'npm run setup' } };
  }
}

/** What setup says about Node, packages, build tools and the engine's files; asked in a process of its own. */
export async function readSetupReport(): Promise<DoctorCheck[]> {
  const module = pathToFileURL(join(repositoryRoot(), 'tools/setup/report.mjs')).href;
  const script = `import { reportSetup } from ${JSON.stringify(module)}; console.log(JSON.stringify(reportSetup()))`;
  try {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      timeout: SECONDS_MAX * 1000,
    });
    const report: { checks?: unknown } = JSON.parse(stdout);
    return DoctorCheck.array().parse(report.checks);
  } catch (error) {
    return [{ name: 'setup', ok: false, detail: explainFailure(error), fix: 'npm run setup' }];
  }
}

function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stderr, signal } = error as Error & { stderr?: string; signal?: string | null };
  const lines = (stderr ?? '').split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
  return signal ? `its process died by ${signal}` : (told ?? error.message.split('\n')[0] ?? 'it failed');
}
