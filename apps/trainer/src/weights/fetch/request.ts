import { InputError } from '@assay/contracts';

/** A server that says nothing for so long is gone. */
const ANSWER_SECONDS = 60;
const TEXT_BYTES_MAX = 4 << 20;

type Options = {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  redirect?: 'follow' | 'manual';
  signal?: AbortSignal | undefined;
};

/** @throws Error in one line when nobody answers */
export async function request(url: string, { signal, ...options }: Options = {}): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), ANSWER_SECONDS * 1000);
  const signals = [timeout.signal, ...(signal ? [signal] : [])];
  try {
    // The time is for the answer's beginning: a large file may take long.
    return await fetch(url, { ...options, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Error(`${url} cannot be reached: ${reasonOf(error)}. Check the network, or name another address`);
  } finally {
    clearTimeout(timer);
  }
}

/** The text of an answer. @throws InputError when the server refuses or the text is long */
export async function readText(url: string, response: Response): Promise<string> {
  if (!response.ok || !response.body) throw failed(url, response);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > TEXT_BYTES_MAX)
      throw new InputError({ where: url, found: `more than ${TEXT_BYTES_MAX} bytes of text` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An InputError where another request may do, an Error where the server is at fault. */
export function failed(url: string, { status }: Response): Error {
  if (status === 429 || status >= 500) return new Error(`${url}: the server answers ${status}. Try again later`);
  const found = `the server answers ${status}`;
  if (status === 404) return new InputError({ where: url, found, fix: 'check the name, the file and the revision' });
  if (status === 401 || status === 403)
    return new InputError({ where: url, found, fix: 'fetch it by hand and import it' });
  return new InputError({ where: url, found });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'AbortError' ? `no answer for ${ANSWER_SECONDS} seconds` : error.message;
}
