import { listWorkers } from '@assay/services';
import { router, viewerProcedure } from '../trpc';

export const healthRouter = router({
  workers: viewerProcedure.query(({ ctx }) => listWorkers(ctx)),
});
