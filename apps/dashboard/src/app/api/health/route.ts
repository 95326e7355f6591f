import { refuse } from '~/server/guard';
import { isServing, readHealth } from '~/server/health';

export const dynamic = 'force-dynamic';

/** For those who watch the server: 200 while it can answer questions, 503 while database or artifacts are away. */
export async function GET(request: Request): Promise<Response> {
  const refused = refuse(request);
  if (refused) return refused;
  const health = await readHealth();
  return Response.json(health, { status: isServing(health) ? 200 : 503, headers: { 'Cache-Control': 'no-store' } });
}
