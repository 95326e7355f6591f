export type ChildExit = { code: number | null; signal: NodeJS.Signals | null };

/** Codes with which Node and the C library end a process that ran out of memory or was aborted by native code. */
const MEANINGS: Readonly<Record<number, string>> = {
  134: 'aborted by native code, often out of memory',
  137: 'killed, often by the system for using too much memory',
  139: 'segmentation fault in native code',
};

/** Signals with the same stories, as Node reports them when no shell stands between. */
const SIGNAL_MEANINGS: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted by native code, often out of memory',
  SIGKILL: 'killed from outside, or by the system for using too much memory',
  SIGSEGV: 'segmentation fault in native code',
  SIGBUS: 'bus error, often a full disk under a mapped file',
};

/** One line that says how a child process ended that did not report an outcome. */
export function exitReason({ code, signal }: ChildExit): string {
  if (signal) {
    const meaning = SIGNAL_MEANINGS[signal];
    return meaning ? `the run's process ended by ${signal} (${meaning})` : `the run's process ended by ${signal}`;
  }
  const meaning = code === null ? undefined : MEANINGS[code];
  return meaning
    ? `the run's process ended with code ${code} (${meaning})`
    : `the run's process ended with code ${code} before it reported an outcome`;
}
