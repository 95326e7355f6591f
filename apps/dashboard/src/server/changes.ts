import 'server-only';
import { EventEmitter } from 'node:events';
import { CHANNELS, type Listener, listen } from '@assay/store';
import { openedStore } from './context';

/** `run` names the run that has something new; null: something changed, nobody knows what. */
export type Change = { run: string | null };

type Hub = { emitter: EventEmitter<{ change: [Change] }>; listener: Promise<Listener> };
const holder = globalThis as typeof globalThis & { assayChanges?: Hub };

/** One listening connection for the whole server, however many readers watch. */
function hub(): Hub {
  if (holder.assayChanges) return holder.assayChanges;
  const emitter = new EventEmitter<{ change: [Change] }>();
  emitter.setMaxListeners(0);
  const listener = openedStore().then((store) =>
    listen(store.databaseUrl, [CHANNELS.runEvents, CHANNELS.jobs], {
      onMessage: (channel, payload) => {
        emitter.emit('change', { run: channel === CHANNELS.runEvents ? runOf(payload) : null });
      },
      onConnected: () => emitter.emit('change', { run: null }),
    }),
  );
  holder.assayChanges = { emitter, listener };
  listener.catch(() => {
    // The next reader tries again.
    delete holder.assayChanges;
  });
  return holder.assayChanges;
}

/**
 * Waits for changes without missing one between two waits. `next` answers what changed since it was last called, or
 * an empty list after `idleMs`.
 */
export function watchChanges(signal: AbortSignal): { next(idleMs: number): Promise<Change[]>; close(): void } {
  const { emitter } = hub();
  let pending: Change[] = [];
  let wake = () => {};
  const onChange = (change: Change) => {
    pending.push(change);
    wake();
  };
  emitter.on('change', onChange);
  return {
    next: async (idleMs) => {
      if (pending.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, idleMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        signal.removeEventListener('abort', wake);
        wake = () => {};
      }
      const found = pending;
      pending = [];
      return found;
    },
    close: () => {
      emitter.off('change', onChange);
    },
  };
}

function runOf(payload: string): string | null {
  try {
    const body: unknown = JSON.parse(payload);
    return typeof body === 'object' && body !== null && 'run' in body && typeof body.run === 'string' ? body.run : null;
  } catch {
    return null;
  }
}
