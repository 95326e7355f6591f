import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createContext } from '~/server/context';
import { refuse } from '~/server/guard';
import { logServerError } from '~/server/logServerError';
import { appRouter } from '~/server/root';

export const dynamic = 'force-dynamic';

async function handle(req: Request): Promise<Response> {
  const refused = refuse(req);
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: appRouter,
    createContext,
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') logServerError(path ?? 'api', error.cause ?? error);
    },
  });
}

export { handle as GET, handle as POST };
