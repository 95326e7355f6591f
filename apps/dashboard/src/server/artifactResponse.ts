import 'server-only';
import { Readable } from 'node:stream';
import { Digest } from '@assay/contracts';
import { artifacts } from './context';
import { refuse } from './guard';
import { sniffContentType } from './sniffContentType';

/** Bytes never change under their digest, so a browser need not ask twice. */
export const IMMUTABLE = 'private, max-age=31536000, immutable';
const SNIFF_BYTES = 32;

/**
 * Answers with an artifact's bytes.
 *
 * @param kind `picture` refuses everything that is no picture; `download` comes as a file under the given name.
 */
export async function artifactResponse(
  request: Request,
  params: { digest: string; kind: 'picture' | 'download'; name?: string | null },
): Promise<Response> {
  const refused = refuse(request);
  if (refused) return refused;
  const digest = Digest.safeParse(params.digest);
  if (!digest.success) return Response.json({ error: 'a digest is 64 hexadecimal digits' }, { status: 400 });
  const store = artifacts();
  if (!(await store.has(digest.data))) return Response.json({ error: 'there is no such artifact' }, { status: 404 });

  const stream = await store.get(digest.data);
  const reader = stream[Symbol.asyncIterator]();
  const first = await reader.next();
  const head: Buffer = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  const contentType = sniffContentType(head.subarray(0, SNIFF_BYTES));
  if (params.kind === 'picture' && !contentType.startsWith('image/')) {
    stream.destroy();
    return Response.json({ error: 'this artifact is no picture' }, { status: 415 });
  }

  async function* bytes() {
    try {
      yield head;
      for (let part = await reader.next(); !part.done; part = await reader.next()) yield Buffer.from(part.value);
    } finally {
      stream.destroy();
    }
  }
  const headers = new Headers({
    'Content-Type': contentType,
    'Cache-Control': IMMUTABLE,
    ETag: `"${digest.data}"`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  if (params.kind === 'download') {
    headers.set('Content-Disposition', `attachment; filename="${fileName(params.name ?? digest.data)}"`);
  }
  // Node's web stream type and the DOM's differ in name only.
  return new Response(Readable.toWeb(Readable.from(bytes())) as ReadableStream<Uint8Array>, { headers });
}

function fileName(name: string): string {
  return name.replace(/[^\w.()-]+/g, '_').slice(0, 120) || 'artifact';
}
