import type { PictureDifference } from '@assay/contracts';
import { compareExperiment, comparisonMetrics } from '@assay/services';
import { listExperiments } from '@assay/store';
import { z } from 'zod';
import { keepRecent } from '../keepRecent';
import { router, viewerProcedure } from '../trpc';

const Experiment = z.string().min(1);
const Comparing = z.object({ experiment: Experiment, metric: z.string().min(1), by: z.string().min(1).optional() });

/** Asked again with every change on the server, and the same as long as no run has come to it. */
const recent = keepRecent<PictureDifference[]>(8);

export const experimentsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listExperiments(ctx.db)),

  /** The keys that a comparison of this experiment may be made by. */
  metricKeys: viewerProcedure
    .input(z.object({ experiment: Experiment }))
    .query(({ ctx, input }) => comparisonMetrics(ctx, input.experiment)),

  compare: viewerProcedure
    .input(Comparing.extend({ margin: z.number().positive().optional() }))
    .query(({ ctx, input }) => compareExperiment(ctx, input)),

  /** The same groups on the same test pictures: reads every run's predictions, so a screen asks for it by itself. */
  comparePictures: viewerProcedure.input(Comparing).query(async ({ ctx, input }) => {
    const { groups } = await compareExperiment(ctx, input);
    const key = JSON.stringify([input, groups.map(({ key, values }) => [key, values])]);
    return recent(key, async () => (await compareExperiment(ctx, { ...input, pictures: true })).pictures ?? []);
  }),
});
