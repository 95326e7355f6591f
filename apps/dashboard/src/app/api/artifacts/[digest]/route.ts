import { artifactResponse } from '~/server/artifactResponse';

export const dynamic = 'force-dynamic';

/** `?name=` is the name to save it under. */
export async function GET(request: Request, context: { params: Promise<{ digest: string }> }): Promise<Response> {
  const { digest } = await context.params;
  const name = new URL(request.url).searchParams.get('name');
  return artifactResponse(request, { digest, kind: 'download', name });
}
