import { RUN_STATUSES, TASKS } from '@assay/contracts';
import { cancelRun, rerun, showFolds } from '@assay/services';
import { findExperiment, findRun, listMetricPoints, listRunEvents, listRuns } from '@assay/store';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { readRunPage } from '../runPage';
import { toRunRows } from '../runRows';
import { streamRunEvents } from '../runStream';
import { shutdown } from '../shutdown';
import { memberProcedure, router, viewerProcedure } from '../trpc';
import { readEmbeddingMaps, readWatching } from '../watching';

const RunId = z.string().min(4).max(10);
/** More rows than a reader scrolls through; filters narrow them. */
const LIST_MAX = 5000;
const LOG_MAX = 1000;

const ListInput = z.object({
  experiment: z.string().optional(),
  statuses: z.array(z.enum(RUN_STATUSES)).optional(),
  tasks: z.array(z.enum(TASKS)).optional(),
});

export const runsRouter = router({
  list: viewerProcedure.input(ListInput).query(async ({ ctx, input }) => {
    const { experiment: name, ...filter } = input;
    const experiment = name === undefined ? undefined : await findExperiment(ctx.db, name);
    return toRunRows(ctx.db, await listRuns(ctx.db, { ...filter, experimentId: experiment?.id, limit: LIST_MAX }));
  }),

  show: viewerProcedure.input(z.object({ run: RunId })).query(({ ctx, input }) => readRunPage(ctx.db, input.run)),

  /** Curves, each thinned to `pointsMax`. */
  curves: viewerProcedure
    .input(
      z.object({
        runs: z.array(RunId).min(1).max(200),
        keys: z.array(z.string()).min(1).max(50).optional(),
        pointsMax: z.int().min(2).max(5000).default(1000),
      }),
    )
    .query(async ({ ctx, input }) => {
      const curves = await listMetricPoints(ctx.db, input);
      return curves.map(({ run, key, points }) => ({
        run,
        key,
        steps: points.map((point) => point.step),
        values: points.map((point) => point.value),
      }));
    }),

  /** The newest log lines, or the ones before `beforeSeq`. */
  log: viewerProcedure
    .input(z.object({ run: RunId, beforeSeq: z.int().positive().optional(), limit: z.int().min(1).max(LOG_MAX) }))
    .query(async ({ ctx, input }) => {
      const events = await listRunEvents(ctx.db, { ...input, kinds: ['log'], newest: true });
      return events.flatMap(({ seq, attempt, event }) => (event.kind === 'log' ? [{ seq, attempt, ...event }] : []));
    }),

  /** Pictures of what a pretraining saw, its alarms, and the steps of which features are stored. */
  watching: viewerProcedure.input(z.object({ run: RunId })).query(({ ctx, input }) => readWatching(ctx.db, input.run)),

  /** Maps of its features over the steps. */
  embeddings: viewerProcedure
    .input(z.object({ run: RunId }))
    .query(({ ctx, input }) => readEmbeddingMaps(ctx, input.run)),

  /** The cross-validation that it is a fold of; null where it is of none. */
  folds: viewerProcedure
    .input(z.object({ run: RunId, metric: z.string().optional() }))
    .query(({ ctx, input }) => showFolds(ctx, input)),

  /** Queues runs that have ended once more, one after the other. */
  rerun: memberProcedure.input(z.object({ runs: z.array(RunId).min(1).max(200) })).mutation(async ({ ctx, input }) => {
    const queued: Awaited<ReturnType<typeof rerun>>[] = [];
    for (const run of input.runs) queued.push(await rerun(ctx, run));
    return queued;
  }),

  cancel: memberProcedure.input(z.object({ run: RunId })).mutation(({ ctx, input }) => cancelRun(ctx, input.run)),

  /** Each event once and in order; a reader who comes back goes on after the last one it got. */
  watch: viewerProcedure
    .input(z.object({ run: RunId, afterSeq: z.int().min(0), lastEventId: z.coerce.number().int().min(0).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const events = streamRunEvents({
        db: ctx.db,
        run: (await findRun(ctx.db, input.run)).id,
        afterSeq: input.lastEventId ?? input.afterSeq,
        signal: AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]),
      });
      for await (const event of events) yield tracked(String(event.seq), event);
    }),
});
