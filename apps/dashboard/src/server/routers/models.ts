import {
  ALIASES,
  checkPromotion,
  listModels,
  modelHistory,
  promoteModel,
  registerModel,
  rollbackModel,
  showModel,
} from '@assay/services';
import { z } from 'zod';
import { approverProcedure, memberProcedure, router, viewerProcedure } from '../trpc';

const ModelName = z.object({ name: z.string().min(1) });
const Target = ModelName.extend({ version: z.int().positive(), to: z.enum(ALIASES).default('production') });

export const modelsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listModels(ctx)),
  show: viewerProcedure.input(ModelName).query(({ ctx, input }) => showModel(ctx, input.name)),
  history: viewerProcedure.input(ModelName).query(({ ctx, input }) => modelHistory(ctx, input)),

  register: memberProcedure
    .input(ModelName.extend({ run: z.string().min(4) }))
    .mutation(({ ctx, input }) => registerModel(ctx, input)),

  /** Whether the gate would let a version through, and what it says. */
  check: viewerProcedure.input(Target).query(({ ctx, input }) => checkPromotion(ctx, input)),

  promote: approverProcedure
    .input(Target.extend({ reason: z.string() }))
    .mutation(({ ctx, input }) => promoteModel(ctx, input)),

  rollback: approverProcedure
    .input(ModelName.extend({ reason: z.string() }))
    .mutation(({ ctx, input }) => rollbackModel(ctx, input)),
});
