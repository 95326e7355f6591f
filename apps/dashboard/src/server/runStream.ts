import 'server-only';
import { type Database, listRunEvents, type RunEventWithTime } from '@assay/store';
import { watchChanges } from './changes';

/** Events read at once. */
const BATCH = 500;
/** A lost notification costs this much at most. */
const IDLE_MS = 5000;

/** A run's events after `afterSeq` in their order, and then each new one, until the signal. */
export async function* streamRunEvents(params: {
  db: Database;
  run: string;
  afterSeq: number;
  signal: AbortSignal;
}): AsyncGenerator<RunEventWithTime> {
  const { db, run, signal } = params;
  let seq = params.afterSeq;
  // Watching begins before the first reading, so that nothing falls between the two.
  const changes = watchChanges(signal);
  try {
    while (!signal.aborted) {
      const events = await listRunEvents(db, { run, afterSeq: seq, limit: BATCH });
      for (const event of events) {
        if (signal.aborted) return;
        yield event;
        seq = event.seq;
      }
      if (events.length === BATCH) continue;
      await waitForRun(changes, run, signal);
    }
  } finally {
    changes.close();
  }
}

async function waitForRun(changes: ReturnType<typeof watchChanges>, run: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const found = await changes.next(IDLE_MS);
    if (found.length === 0 || found.some((change) => change.run === run || change.run === null)) return;
  }
}
