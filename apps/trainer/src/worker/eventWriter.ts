import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@assay/contracts';
import { LostLeaseError } from '@assay/store';

const FLUSH_MILLISECONDS = 250;
const RETRY_MILLISECONDS = 1000;
/** Refusals in a row after which the database is not asked again. */
const FAILURES_MAX = 20;

export interface EventWriter {
  push(event: RunEvent): void;
  /** Does something between the events pushed before it and those pushed after it. */
  between(work: () => Promise<void>): void;
  /** Stores all that is left. @throws the error that ended the writing */
  close(): Promise<void>;
}

/**
 * Stores events in order and in bulk, a few times a second. A database that does not answer for a moment loses nothing.
 *
 * @param options.write stores all of them or none
 * @param options.onBroken called once, when the lease is lost or the database keeps refusing
 */
export function createEventWriter(options: {
  write: (events: RunEvent[]) => Promise<void>;
  onBroken: (error: unknown) => void;
}): EventWriter {
  let buffer: RunEvent[] = [];
  let chain = Promise.resolve();
  let broken: { error: unknown } | undefined;

  async function insist(work: () => Promise<void>): Promise<void> {
    for (let failures = 1; !broken; failures++) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof LostLeaseError || failures >= FAILURES_MAX) {
          broken = { error };
          options.onBroken(error);
          return;
        }
        await sleep(RETRY_MILLISECONDS);
      }
    }
  }

  function flush(): void {
    if (buffer.length === 0) return;
    const events = buffer;
    buffer = [];
    chain = chain.then(() => insist(() => options.write(events)));
  }

  const timer = setInterval(flush, FLUSH_MILLISECONDS);
  return {
    push: (event) => void buffer.push(event),
    between(work) {
      flush();
      chain = chain.then(() => insist(work));
    },
    async close() {
      clearInterval(timer);
      flush();
      await chain;
      if (broken) throw broken.error;
    },
  };
}
