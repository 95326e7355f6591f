import { setTimeout as sleep } from 'node:timers/promises';
import { watchChanges } from '../changes';
import { shutdown } from '../shutdown';
import { router, viewerProcedure } from '../trpc';

/** Longest silence; what nobody announces (a promotion by command line) shows after it. */
const IDLE_MS = 15_000;
/** A training run reports many times a second; a list need not follow each. */
const PAUSE_MS = 2000;

export const changesRouter = router({
  /** Says that lists are out of date, at most every other second. */
  watch: viewerProcedure.subscription(async function* ({ signal }) {
    const stop = AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]);
    const changes = watchChanges(stop);
    try {
      while (!stop.aborted) {
        const found = await changes.next(IDLE_MS);
        if (stop.aborted) return;
        yield { runs: [...new Set(found.flatMap(({ run }) => (run === null ? [] : [run])))] };
        await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {});
      }
    } finally {
      changes.close();
    }
  }),
});
