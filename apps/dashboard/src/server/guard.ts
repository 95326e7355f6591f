import 'server-only';
import { readEnvironment } from '~/env';

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses requests that another site makes a browser send: a foreign Host (DNS rebinding) on anything, and a foreign or
 * missing Origin on what changes something or streams.
 *
 * @returns the 403 to answer with, or null when the request may go on.
 */
export function refuse(request: Request): Response | null {
  const host = request.headers.get('host')?.toLowerCase() ?? '';
  if (!isKnownHost(host)) return forbidden('the Host is not one of this server; name it in ASSAY_HOSTS');
  const origin = request.headers.get('origin');
  if (origin !== null && hostOf(origin) !== host) return forbidden('the Origin is another site');
  const site = request.headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return forbidden('the request comes from another site');
  // A browser sends no Origin with a GET of its own page, and always one with a POST.
  if (request.method !== 'GET' && request.method !== 'HEAD' && origin === null)
    return forbidden('the Origin is missing');
  return null;
}

function isKnownHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return LOCAL.includes(name) || readEnvironment().hosts.includes(name);
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return null;
  }
}

function forbidden(message: string): Response {
  return Response.json({ error: message }, { status: 403 });
}
