import { SPLITS } from '@assay/contracts';
import { countItems, findDatasetVersion, listDatasets, listDatasetVersions, listItems } from '@assay/store';
import { z } from 'zod';
import { router, viewerProcedure } from '../trpc';

const VersionRef = z.object({ name: z.string().min(1), version: z.string().default('latest') });

export const datasetsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listDatasets(ctx.db)),

  versions: viewerProcedure
    .input(z.object({ name: z.string().min(1) }))
    .query(({ ctx, input }) => listDatasetVersions(ctx.db, input.name)),

  show: viewerProcedure.input(VersionRef).query(({ ctx, input }) => findDatasetVersion(ctx.db, input)),

  /** A page of pictures with their annotations, in the manifest's order. */
  items: viewerProcedure
    .input(
      VersionRef.extend({
        split: z.enum(SPLITS).optional(),
        class: z.int().min(0).optional(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(48),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { id: versionId } = await findDatasetVersion(ctx.db, input);
      const filter = { versionId, split: input.split, class: input.class };
      const [total, items] = await Promise.all([
        countItems(ctx.db, filter),
        listItems(ctx.db, { ...filter, offset: input.offset, limit: input.limit }),
      ]);
      return { total, items };
    }),
});
