import { explainDisk } from '../explainDisk';

const LINES_MAX = 3;

/** What PostgreSQL's own programs said when they failed, as one error: a full disk in plain words, else their last ones. */
export function explainServer(said: string, failure: { did: string; where: string }): unknown {
  // PostgreSQL says the second where a write came out short.
  if (/No space left|Check free disk space/i.test(said)) {
    return explainDisk(Object.assign(new Error(said), { code: 'ENOSPC' }), failure.where);
  }
  const lines = said.trim().split('\n');
  const telling = lines.filter((line) => /FATAL|PANIC|error:|could not/.test(line));
  const words = (telling.length > 0 ? telling : lines).slice(-LINES_MAX).join(' ');
  return new Error(`the embedded PostgreSQL ${failure.did}: ${words} (see ${failure.where})`);
}
