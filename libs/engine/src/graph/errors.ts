/** What went wrong with a compiled program, for callers that act on it. */
export type ProgramErrorKind = 'trace' | 'feed' | 'notFinite' | 'state' | 'memory' | 'native';

/** A step that cannot be compiled or run; the message names the function, the line of the caller and what to do. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly kind: ProgramErrorKind;

  constructor(kind: ProgramErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/**
 * The line of the user's code that an error came from: `model.ts:12`.
 *
 * @param stack of an error made while a function was traced
 * @returns empty when all lines are the engine's or a library's
 */
export function userLine(stack: string | undefined): string {
  for (const line of (stack ?? '').split('\n').slice(1)) {
    const found = /([^/\\\s(]+):(\d+):\d+\)?$/.exec(line.trim());
    const isOurs = /node_modules|node:|engine[/\\]src[/\\](?!.*\.test\.ts)/.test(line);
    if (found && !isOurs) return `${found[1]}:${found[2]}`;
  }
  return '';
}
