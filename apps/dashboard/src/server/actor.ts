import 'server-only';
import os from 'node:os';

export const ROLES = ['viewer', 'member', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export type Actor = { name: string; role: Role };

/** Without sign-in there is one user: whoever started the server. */
export function localActor(): Actor {
  return { name: userName(), role: 'admin' };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without an entry in the password file, as in many containers.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
