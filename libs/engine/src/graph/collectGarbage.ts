import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Frees what JavaScript no longer needs, now: the host's copies of weights that a session has taken over would
 * otherwise stay until V8 runs out of room, under the peak of the first steps.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void; // what the flag exposes
  }
  collect();
}
