import { findExperiment, listExperiments, listMetricKeys, listRuns } from '@assay/store';
import { z } from 'zod';
import { router, viewerProcedure } from '../trpc';

export const experimentsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listExperiments(ctx.db)),

  /** The keys that a comparison of this experiment may be made by. */
  metricKeys: viewerProcedure.input(z.object({ experiment: z.string().min(1) })).query(async ({ ctx, input }) => {
    const experiment = await findExperiment(ctx.db, input.experiment);
    const runs = await listRuns(ctx.db, { experimentId: experiment.id });
    return listMetricKeys(ctx.db, { runs: runs.map((run) => run.id) });
  }),
});
