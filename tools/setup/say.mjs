/** Something that the user must do; shown without a stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} fix what would help
   */
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}

/** A progress line, on standard error so that standard output stays free for answers. */
export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}
