import { InterruptedError } from './session';

/** 2 for what was refused, 130 for Ctrl-C, 1 for what failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) return 130;
  return nameOf(error) === 'InputError' ? 2 : 1;
}

/** One line that says why and what to do; the stack too when debugging. */
export function describeError(error: unknown, options: { debug: boolean }): string {
  if (options.debug && error instanceof Error) return `assay: ${error.stack ?? error.message}`;
  return `assay: ${oneLine(reasonOf(error))}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    const address = 'address' in error && 'port' in error ? ` at ${error.address}:${error.port}` : '';
    return `the database does not answer${address} (${code}): check DATABASE_URL`;
  }
  if (code === 'ENOSPC') return 'the disk is full: make room and try again';
  // A failed query hides the database's own words behind the SQL text.
  if (error.message.startsWith('Failed query') && error.cause instanceof Error) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.message === '' && error.errors[0]) return reasonOf(error.errors[0]);
  return error.message || error.name;
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
