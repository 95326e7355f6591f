import 'server-only';
import { Digest } from '@assay/contracts';
import { readManifest } from '@assay/services';
import { type ArtifactStore, MissingArtifactError } from '@assay/store';
import { encodeColumns } from '~/columns/columnBytes';
import { IMMUTABLE } from './artifactResponse';
import { artifacts } from './context';
import { refuse } from './guard';
import { keepRecent } from './keepRecent';
import { logServerError } from './logServerError';
import { readPredictions } from './predictions';
import { toPredictionColumns } from './toPredictionColumns';

/** The few that readers look at; 20,000 pictures of ten classes are 4 MB. */
const recent = keepRecent<Uint8Array<ArrayBuffer>>(8);

/** Answers with the columns of a predictions artifact. They never change, so a browser need not ask twice. */
export async function predictionsResponse(request: Request, name: string): Promise<Response> {
  const refused = refuse(request);
  if (refused) return refused;
  const digest = Digest.safeParse(name);
  if (!digest.success) return failed(400, 'a digest is 64 hexadecimal digits');
  const store = artifacts();
  if (!(await store.has(digest.data))) return failed(404, 'the predictions are not in the artifact store any more');
  try {
    const bytes = await recent(digest.data, () => readColumns(store, digest.data));
    return new Response(bytes, {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': IMMUTABLE,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch (error) {
    logServerError('predictions', error);
    return failed(
      422,
      `this artifact cannot be read as predictions: ${error instanceof Error ? error.message : error}`,
    );
  }
}

export async function readColumns(store: ArtifactStore, digest: string): Promise<Uint8Array<ArrayBuffer>> {
  const predictions = await readPredictions(store, digest);
  const { datasetDigest } = predictions.header;
  const manifest = await readManifest({ artifacts: store }, datasetDigest).catch((error: unknown) => {
    if (error instanceof MissingArtifactError) return null;
    throw error;
  });
  return encodeColumns(toPredictionColumns(predictions, manifest));
}

function failed(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
