import { InputError, type JobPayload } from '@assay/contracts';
import { finishJob, type Lease, LostLeaseError, releaseJob } from '@assay/store';
import { importDataset } from '../datasets/importDataset';
import type { ActiveJob, WorkerContext } from './activeJob';
import { keepLease } from './leaseKeeper';

type ImportPayload = Extract<JobPayload, { kind: 'dataset.import' }>;

/** Imports a folder of this machine. Doing it twice gives the same version, so a takeover does no harm. */
export function superviseImport(
  worker: WorkerContext,
  lease: Lease,
  { payload, createdBy }: { payload: ImportPayload; createdBy: string },
): ActiveJob {
  const stop = new AbortController();
  const keeper = keepLease(worker.db, lease, {
    onCancel: () => stop.abort('cancel'),
    onLost: () => stop.abort('lost'),
  });
  const context = { db: worker.db, artifacts: worker.artifacts, actor: { name: createdBy, role: 'admin' as const } };
  const done = (async () => {
    try {
      await settle(worker, lease, () => importDataset(context, { ...payload, signal: stop.signal }), stop.signal);
    } catch (error) {
      if (!(error instanceof LostLeaseError)) worker.log(`import ${payload.name}: ${messageOf(error)}`);
    } finally {
      keeper.stop();
    }
  })();
  return { cancel: () => stop.abort('cancel'), release: () => stop.abort('release'), done };
}

async function settle(
  { db }: WorkerContext,
  lease: Lease,
  work: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const result = await work();
    await finishJob(db, lease, { status: 'succeeded', result });
  } catch (error) {
    if (error instanceof LostLeaseError || signal.reason === 'lost') return;
    if (signal.reason === 'release') await releaseJob(db, lease, 'given back by a worker that stopped');
    else if (signal.reason === 'cancel') await finishJob(db, lease, { status: 'cancelled' });
    else {
      const isRetryable = !(error instanceof InputError);
      await finishJob(db, lease, { status: 'failed', reason: messageOf(error), isRetryable });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
