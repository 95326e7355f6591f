import 'server-only';
import { shutdown } from './shutdown';

/** Next.js closes its server on these signals but waits for open responses; the streams are ours to end. */
export function endStreamsOnSignal(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => shutdown.abort());
}
