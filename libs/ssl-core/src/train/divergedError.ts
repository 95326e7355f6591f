/** Training left the finite numbers; the weights are those before the step. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
  /** The step that failed, counted from 1. */
  readonly step: number;

  /** @param cause the first operation that went wrong, where it was found */
  constructor(step: number, what: string, learningRate: number, cause: string | null) {
    super(
      `step ${step}: ${what} is not a finite number at learning rate ${learningRate}; ` +
        `try a lower learning rate, a longer warm-up or clipNorm${cause ? ` (${cause})` : ''}`,
    );
    this.step = step;
  }
}
