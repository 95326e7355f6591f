import 'server-only';

/** One line for the operator's log; what the reader sees is the answer's own message. */
export function logServerError(where: string, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`dashboard: ${where}: ${message}\n`);
}
