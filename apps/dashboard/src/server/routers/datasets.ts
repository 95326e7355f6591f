import { SPLITS } from '@assay/contracts';
import { listDatasets, listItems, showDataset } from '@assay/services';
import { z } from 'zod';
import { router, viewerProcedure } from '../trpc';

const VersionRef = z.object({ name: z.string().min(1), version: z.string().min(1).default('latest') });

export const datasetsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listDatasets(ctx)),

  show: viewerProcedure.input(VersionRef).query(({ ctx, input }) => showDataset(ctx, `${input.name}@${input.version}`)),

  /** A page of pictures with their annotations, in the manifest's order. */
  items: viewerProcedure
    .input(
      VersionRef.extend({
        split: z.enum(SPLITS).optional(),
        class: z.string().optional(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(48),
      }),
    )
    .query(({ ctx, input: { name, version, ...filter } }) =>
      listItems(ctx, { ...filter, dataset: `${name}@${version}` }),
    ),
});
