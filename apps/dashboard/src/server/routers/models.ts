import { findModel, listModels, listPromotions } from '@assay/store';
import { z } from 'zod';
import { router, viewerProcedure } from '../trpc';

const ModelName = z.object({ name: z.string().min(1) });

export const modelsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listModels(ctx.db)),

  show: viewerProcedure.input(ModelName).query(async ({ ctx, input }) => {
    const model = await findModel(ctx.db, input.name);
    const [found] = await listModels(ctx.db, { name: model.name });
    return found ?? { ...model, versions: [], aliases: [] };
  }),

  /** Promotions and roll-backs, newest first. */
  history: viewerProcedure.input(ModelName).query(async ({ ctx, input }) => {
    const model = await findModel(ctx.db, input.name);
    return (await listPromotions(ctx.db, { modelId: model.id })).reverse();
  }),
});
