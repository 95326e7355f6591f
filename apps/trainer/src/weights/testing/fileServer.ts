import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = {
  body?: Buffer | string;
  status?: number;
  headers?: Record<string, string>;
  /** Cuts the connection after so many bytes, once. */
  breaksAfter?: number;
};

/** A server of a few files that knows ranges, as a hub or a package index behaves. */
export async function serveFiles(files: Record<string, Answer>) {
  const requests: { method: string; path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { range } = request.headers;
    requests.push({ method: request.method ?? '', path, range });
    const answer = files[path];
    if (!answer) return void response.writeHead(404).end('not here');
    const body = Buffer.from(answer.body ?? '');
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (start >= body.length && start > 0) return void response.writeHead(416).end();
    const rest = body.subarray(start);
    const headers = { ...answer.headers, 'content-length': String(rest.length) };
    const partial = start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {};
    response.writeHead(answer.status ?? (start > 0 ? 206 : 200), { ...headers, ...partial });
    if (request.method === 'HEAD') return void response.end();
    if (answer.breaksAfter === undefined) return void response.end(rest);
    response.write(rest.subarray(0, answer.breaksAfter), () => setTimeout(() => response.destroy(), 50));
    delete answer.breaksAfter;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
