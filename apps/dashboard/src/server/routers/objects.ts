import { Digest } from '@assay/contracts';
import { z } from 'zod';
import { readObjects } from '../objectPredictions';
import { router, viewerProcedure } from '../trpc';

export const objectsRouter = router({
  /** Boxes or masks of one predictions artifact, in its order. */
  show: viewerProcedure
    .input(z.object({ digest: Digest }))
    .query(({ ctx, input }) => readObjects(ctx.artifacts, input.digest)),
});
