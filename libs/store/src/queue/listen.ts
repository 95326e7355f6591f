import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Channel } from './channels';

export interface Listener {
  /** Resolves once the first connection listens. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export type ListenHandlers = {
  onMessage: (channel: Channel, payload: string) => void;
  /** Also after each reconnection: messages may have been missed, so look at the tables again. */
  onConnected?: () => void;
  /** A broken connection; it is tried again by itself. */
  onError?: (error: Error) => void;
};

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

/** Listens on a connection of its own and connects again whenever it breaks, until closed. */
export function listen(databaseUrl: string, channels: readonly Channel[], handlers: ListenHandlers): Listener {
  const stop = new AbortController();
  let markReady = () => {};
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });
  const loop = keepListening({ databaseUrl, channels, handlers, signal: stop.signal, markReady });
  return {
    ready,
    close: async () => {
      stop.abort();
      await loop;
    },
  };
}

async function keepListening(options: {
  databaseUrl: string;
  channels: readonly Channel[];
  handlers: ListenHandlers;
  signal: AbortSignal;
  markReady: () => void;
}): Promise<void> {
  const { signal, handlers } = options;
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      await listenOnce(options, () => {
        waitMs = FIRST_WAIT_MS;
        options.markReady();
        handlers.onConnected?.();
      });
    } catch (error) {
      handlers.onError?.(error instanceof Error ? error : new Error(String(error)));
    }
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
  // Nobody waits for a listener for ever that was closed before it could connect.
  options.markReady();
}

/** One connection's life: resolves when closed on purpose, rejects when it breaks. */
async function listenOnce(
  options: { databaseUrl: string; channels: readonly Channel[]; handlers: ListenHandlers; signal: AbortSignal },
  onListening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'assay listener',
  });
  const ended = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('the database closed the connection')));
    options.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // The promise may break before anybody waits for it.
  ended.catch(() => {});
  client.on('notification', (message) => {
    const channel = options.channels.find((known) => known === message.channel);
    if (channel) options.handlers.onMessage(channel, message.payload ?? '');
  });
  try {
    await client.connect();
    for (const channel of options.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    onListening();
    await ended;
  } finally {
    await client.end().catch(() => {});
  }
}
