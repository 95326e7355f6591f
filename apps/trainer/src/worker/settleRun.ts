import { rm } from 'node:fs/promises';
import { completeFolds, lockFolds } from '@assay/services';
import { finishJob, LostLeaseError, type RunLease, releaseJob } from '@assay/store';
import type { WorkerContext } from './activeJob';
import type { Outcome } from './protocol';
import { workFolder } from './readAssignment';

/** How one attempt came to its end. */
export type Ending =
  | { kind: 'outcome'; outcome: Outcome }
  /** The child died without a word. */
  | { kind: 'crash'; reason: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'cancelled' }
  | { kind: 'released' }
  | { kind: 'lost'; reason: string };

/** Writes how the attempt ended, and clears the run's folder when there will be no other. */
export async function settleRun(worker: WorkerContext, lease: RunLease, ending: Ending): Promise<void> {
  const status = await write(worker, lease, ending);
  worker.log(`run ${lease.run}: ${status}${'reason' in ending ? ` (${ending.reason})` : ''}`);
  if (status !== 'queued' && status !== 'lost') {
    await rm(workFolder(worker.home, lease.run), { recursive: true, force: true });
  }
}

async function write(worker: WorkerContext, lease: RunLease, ending: Ending): Promise<string> {
  const { db } = worker;
  try {
    switch (ending.kind) {
      case 'lost':
        return 'lost';
      case 'released':
        return await releaseJob(db, lease, 'given back by a worker that stopped');
      case 'cancelled':
        return await finishJob(db, lease, { status: 'cancelled' });
      case 'crash':
        return await finishJob(db, lease, { status: 'failed', reason: ending.reason, isRetryable: true });
      case 'refused':
        return await finishJob(db, lease, { status: 'failed', reason: ending.reason, isRetryable: false });
      case 'outcome':
        return await writeOutcome(worker, lease, ending.outcome);
    }
  } catch (error) {
    if (error instanceof LostLeaseError) return 'lost';
    throw error;
  }
}

async function writeOutcome(worker: WorkerContext, lease: RunLease, outcome: Outcome): Promise<string> {
  const { db } = worker;
  switch (outcome.status) {
    case 'succeeded':
      return succeed(worker, lease);
    case 'cancelled':
      return finishJob(db, lease, { status: 'cancelled' });
    case 'released':
      return releaseJob(db, lease, outcome.reason ?? 'given back');
    case 'failed':
      return finishJob(db, lease, { status: 'failed', reason: outcome.reason ?? 'failed', isRetryable: false });
  }
}

/** Ends the run; the last fold of a cross-validation also gathers what all of them predicted, in one transaction with it. */
async function succeed({ db, artifacts, log }: WorkerContext, lease: RunLease): Promise<string> {
  return db.transaction(async (tx) => {
    await lockFolds(tx, lease.run);
    const status = await finishJob(tx, lease, { status: 'succeeded' });
    // A transaction within: what cannot be gathered costs no run, and `assay runs folds` says why.
    await completeFolds({ db: tx, artifacts }, lease.run).catch((error: unknown) => {
      log(
        `run ${lease.run}: its folds could not be gathered: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return status;
  });
}
