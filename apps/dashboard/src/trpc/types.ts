import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '~/server/root';

/** What each procedure answers, as its reader gets it. */
export type Answers = inferRouterOutputs<AppRouter>;
export type RunRow = Answers['runs']['list'][number];
