import { statfs } from 'node:fs/promises';
import type { DoctorCheck } from '@assay/contracts';
import { listWorkers } from '@assay/services';
import { type OutputOptions, print } from '../cli/output';
import { readEnvironment } from '../env';
import { probeEngine, readSetupReport } from './doctorProbes';

/** A run's checkpoints and the packed pictures need some room. */
const FREE_GB_MIN = 2;

type Database = { ok: boolean; kind: 'embedded' | 'outside'; milliseconds: number | null };
type Artifacts = { ok: boolean; url: string };

/** Checks every part for itself, so that one that is broken hides no other; exit code 1 when any is. */
export async function doctor(options: OutputOptions): Promise<void> {
  const environment = readEnvironment();
  const [setup, engine, database, artifacts] = await Promise.all([
    readSetupReport(),
    probeEngine(environment.threads),
    checkDatabase(environment),
    checkArtifacts(environment.artifactsUrl),
  ]);
  const checks: DoctorCheck[] = [
    ...setup,
    engine.check,
    database.check,
    artifacts.check,
    await checkDisk(environment.home),
  ];
  const answer = {
    engine: engine.engine,
    database: database.database,
    artifacts: artifacts.artifacts,
    node: process.version,
    checks,
  };
  print(options, answer, () => checks.map(describeCheck).join('\n'));
  if (checks.some((check) => !check.ok)) process.exitCode = 1;
}

type Environment = ReturnType<typeof readEnvironment>;

async function checkDatabase(environment: Environment): Promise<{ database: Database; check: DoctorCheck }> {
  const kind = environment.databaseUrl ? 'outside' : 'embedded';
  try {
    const { openStore, resolveDatabase } = await import('@assay/store');
    const database = await resolveDatabase(environment);
    const store = openStore({ databaseUrl: database.databaseUrl, applicationName: 'assay doctor' });
    try {
      const started = performance.now();
      await listWorkers(store);
      const milliseconds = Math.round(performance.now() - started);
      const detail = `PostgreSQL, ${kind}, migrated, answers in ${milliseconds} ms`;
      return {
        database: { ok: true, kind, milliseconds },
        check: { name: 'database', ok: true, detail, fix: null },
      };
    } finally {
      await store.close();
      await database.close();
    }
  } catch (error) {
    const fix = kind === 'outside' ? 'check DATABASE_URL and that the server is up' : 'npm run setup';
    return {
      database: { ok: false, kind, milliseconds: null },
      check: { name: 'database', ok: false, detail: firstLine(error), fix },
    };
  }
}

async function checkArtifacts(url: string): Promise<{ artifacts: Artifacts; check: DoctorCheck }> {
  try {
    const { openArtifacts } = await import('@assay/store');
    await openArtifacts(url).check();
    return {
      artifacts: { ok: true, url },
      check: { name: 'artifacts', ok: true, detail: `${url} can be written`, fix: null },
    };
  } catch (error) {
    const fix = 'make the folder writable, or set ARTIFACTS_URL to another one';
    return { artifacts: { ok: false, url }, check: { name: 'artifacts', ok: false, detail: firstLine(error), fix } };
  }
}

async function checkDisk(home: string): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(home).catch(() => statfs('.'));
  const freeGb = (bavail * bsize) / 1e9;
  const ok = freeGb >= FREE_GB_MIN;
  const fix = ok ? null : `make room: at least ${FREE_GB_MIN} GB, or set ASSAY_HOME to another disk`;
  return { name: 'disk', ok, detail: `${freeGb.toFixed(1)} GB free`, fix };
}

function describeCheck({ name, ok, detail, fix }: DoctorCheck): string {
  return `${ok ? 'ok     ' : 'FAILED '} ${name.padEnd(14)} ${detail}${fix ? ` → ${fix}` : ''}`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n')[0] ?? text;
}
