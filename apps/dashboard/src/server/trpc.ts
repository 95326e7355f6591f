import 'server-only';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { ROLES, type Role } from './actor';
import type { ServerContext } from './context';

const t = initTRPC.context<ServerContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: error.cause instanceof ZodError ? explain(error.cause) : shape.message,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path },
  }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Refused input is the caller's error, whichever layer noticed it. */
const explained = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause?.name === 'InputError') {
    throw new TRPCError({ code: 'BAD_REQUEST', message: result.error.cause.message, cause: result.error.cause });
  }
  return result;
});

/** Each role may do all that the ones before it may. */
function atLeast(role: Role) {
  return explained.use(({ ctx, next }) => {
    if (ROLES.indexOf(ctx.actor.role) < ROLES.indexOf(role)) {
      throw new TRPCError({ code: 'FORBIDDEN', message: `${ctx.actor.name} is not ${role}` });
    }
    return next();
  });
}

export const viewerProcedure = atLeast('viewer');
export const memberProcedure = atLeast('member');
export const approverProcedure = atLeast('approver');
export const adminProcedure = atLeast('admin');

function explain(error: ZodError): string {
  const issue = error.issues[0];
  if (!issue) return error.message;
  return issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message;
}
