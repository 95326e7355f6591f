import { predictionsResponse } from '~/server/predictionsResponse';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, context: { params: Promise<{ digest: string }> }): Promise<Response> {
  return predictionsResponse(request, (await context.params).digest);
}
