import 'server-only';
import { changesRouter } from './routers/changes';
import { datasetsRouter } from './routers/datasets';
import { experimentsRouter } from './routers/experiments';
import { healthRouter } from './routers/health';
import { homeRouter } from './routers/home';
import { modelsRouter } from './routers/models';
import { objectsRouter } from './routers/objects';
import { runsRouter } from './routers/runs';
import { router } from './trpc';

export const appRouter = router({
  changes: changesRouter,
  datasets: datasetsRouter,
  experiments: experimentsRouter,
  health: healthRouter,
  home: homeRouter,
  models: modelsRouter,
  objects: objectsRouter,
  runs: runsRouter,
});

export type AppRouter = typeof appRouter;
