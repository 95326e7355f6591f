import { artifactResponse } from '~/server/artifactResponse';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, context: { params: Promise<{ digest: string }> }): Promise<Response> {
  const { digest } = await context.params;
  return artifactResponse(request, { digest, kind: 'picture' });
}
