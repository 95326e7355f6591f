import { join } from 'node:path';
import { InputError, methodBasis } from '@assay/contracts';
import { bestCheckpoint } from '@assay/services';
import { type Database, getRun, newestRunArtifact, type RunLease } from '@assay/store';
import type { RunAssignment } from './protocol';

export type Machine = {
  artifactsUrl: string;
  home: string;
  threads: number | null;
  /** A child above it is killed, before the system kills something else. */
  memoryBytesMax: number;
};

/** All that a child needs, read from the database. @throws InputError when the weights to start from are not there */
export async function readAssignment(db: Database, lease: RunLease, machine: Machine): Promise<RunAssignment> {
  const run = await getRun(db, lease.run);
  if (!run) throw new Error(`run ${lease.run} is not in the database`);
  const checkpoint = lease.attempt > 1 ? await newestRunArtifact(db, { run: run.id, kind: 'checkpoint' }) : undefined;
  return {
    run: run.id,
    attempt: lease.attempt,
    config: run.config,
    configDigest: run.configDigest,
    datasetDigest: run.datasetDigest,
    // The artifact's name is the digest of its bytes, which is the version's own.
    manifest: run.datasetDigest,
    ...(await initialWeights(db, run)),
    source: await methodSource(db, run),
    resume: checkpoint ? { digest: checkpoint.digest, step: checkpoint.step } : null,
    artifactsUrl: machine.artifactsUrl,
    packFolder: join(machine.home, 'packs'),
    workFolder: workFolder(machine.home, run.id),
    threads: machine.threads,
    memoryBytesMax: machine.memoryBytesMax,
  };
}

/** A run's own folder on this machine. */
export function workFolder(home: string, run: string): string {
  return join(home, 'work', run);
}

type Run = NonNullable<Awaited<ReturnType<typeof getRun>>>;

/** What a method builds on: a tokenizer, a teacher. */
async function methodSource(db: Database, run: Run): Promise<RunAssignment['source']> {
  const basis = run.config.task === 'pretrain' ? methodBasis(run.config.method) : null;
  if (!basis) return null;
  if (basis.kind === 'weights') return { config: null, weights: pinnedWeights(basis, basis.where) };
  const source = run.dependsOn === null ? undefined : await getRun(db, run.dependsOn);
  if (!source) throw new Error(`run ${run.id} has no run to take ${basis.where} from`);
  return { config: source.config, weights: await weightsOf(db, source.id, basis.where) };
}

async function initialWeights(
  db: Database,
  run: Run,
): Promise<Pick<RunAssignment, 'initialWeights' | 'initialCheckpointOf'>> {
  const of = (initialWeights: string | null) => ({ initialWeights, initialCheckpointOf: null });
  if (!('init' in run.config) || run.config.init.kind === 'scratch') return of(null);
  if (run.config.init.kind === 'weights') return of(pinnedWeights(run.config.init, 'init'));
  if (run.config.init.which === 'last') return of(await weightsOf(db, run.dependsOn, 'init'));
  const source = run.dependsOn === null ? undefined : await getRun(db, run.dependsOn);
  if (!source) throw new Error(`run ${run.id} has no run to take its weights from`);
  const { digest, config } = await bestCheckpoint(db, source, 'init.which');
  return { initialWeights: digest, initialCheckpointOf: config };
}

async function weightsOf(db: Database, source: string | null, where: string): Promise<string> {
  const weights = source ? await newestRunArtifact(db, { run: source, kind: 'weights' }) : undefined;
  if (weights) return weights.digest;
  throw new InputError({
    where,
    found: source ? `run ${source} has stored no weights` : 'no run to take the weights from',
    fix: 'start from a run that has succeeded',
  });
}

function pinnedWeights({ name, digest }: { name: string; digest?: string | undefined }, where: string): string {
  if (digest !== undefined) return digest;
  throw new InputError({ where, found: `the weights "${name}" were never pinned`, fix: 'queue the run again' });
}
