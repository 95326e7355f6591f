/**
 * An error that its reader can act on: what was refused, where it stands and what would fix it.
 * The command line answers with exit code 2, a procedure with BAD_REQUEST; nothing was changed.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  /** The file, line, field or option that was refused, as its user would write it. */
  readonly where: string;
  /** What is wrong with it. */
  readonly found: string;
  /** What to do about it, as a sentence without the full stop. */
  readonly fix: string | undefined;

  constructor(problem: { where: string; found: string; fix?: string }) {
    super(`${problem.where}: ${problem.found}${problem.fix ? ` (${problem.fix})` : ''}`);
    this.where = problem.where;
    this.found = problem.found;
    this.fix = problem.fix;
  }
}
