import { CHANNELS } from './channels';
import { type Listener, listen } from './listen';

export type Wake = { kind: 'job' } | { kind: 'cancel'; job: string } | { kind: 'connected' };

/** Wakes a worker when a job can be claimed or should stop, and after each (re)connection. */
export function listenForJobs(databaseUrl: string, onWake: (wake: Wake) => void): Listener {
  return listen(databaseUrl, [CHANNELS.jobs, CHANNELS.cancels], {
    onMessage: (channel, payload) =>
      onWake(channel === CHANNELS.jobs ? { kind: 'job' } : { kind: 'cancel', job: payload }),
    onConnected: () => onWake({ kind: 'connected' }),
  });
}
