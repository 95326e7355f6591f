import { readHome } from '../home';
import { router, viewerProcedure } from '../trpc';

export const homeRouter = router({
  show: viewerProcedure.query(({ ctx }) => readHome(ctx)),
});
