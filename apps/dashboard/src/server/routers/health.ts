import { aliveWorkers } from '../health';
import { router, viewerProcedure } from '../trpc';

export const healthRouter = router({
  /** Workers that reported lately. */
  workers: viewerProcedure.query(async ({ ctx }) => {
    const workers = await aliveWorkers(ctx.db);
    return { alive: workers.length, workers };
  }),
});
