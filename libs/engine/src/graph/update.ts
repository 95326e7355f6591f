import type { tf } from '../tf';
import type { RawAttribute } from './binding';
import { ProgramError } from './errors';
import { currentTrace } from './trace';

/** Whether the code runs on shapes alone, to become a graph. */
export function isTracing(): boolean {
  return currentTrace() !== undefined;
}

/**
 * Adds one of TensorFlow's operations that change variables in place (`ResourceApplyAdam`, `AssignSubVariableOp` …) to
 * the function that is being traced; later uses of these variables in the function see the new values. Executed code
 * has `variable.assign`, since tfjs's variables are no resources: ask `isTracing()`.
 *
 * @param variables whose handles come first among the operation's inputs, in its order
 * @param tensors the inputs after the handles
 */
export function update(
  op: string,
  attributes: RawAttribute[],
  variables: readonly tf.Variable[],
  tensors: readonly tf.Tensor[],
): void {
  const trace = currentTrace();
  if (!trace) throw new ProgramError('state', `${op} updates in place: that exists only while a step is compiled`);
  trace.update(op, attributes, variables, tensors);
}

/** A value that must be a finite number was not, so the step changed nothing. */
export class NotFiniteError extends ProgramError {
  /** What was checked, as given to `assertFinite`. */
  readonly what: string;

  constructor(what: string, options?: ErrorOptions) {
    super('notFinite', `${what} is not a finite number`, options);
    this.what = what;
  }
}

/**
 * Ends the step with a NotFiniteError when the scalar is NaN or infinite; then none of the step's changes has happened.
 */
export function assertFinite(scalar: tf.Tensor, what: string): void {
  const trace = currentTrace();
  if (trace) trace.assertFinite(scalar, what);
  else if (!Number.isFinite(scalar.dataSync()[0])) throw new NotFiniteError(what);
}

/**
 * The tensors again, but not before `after` was computed: so that work which is done a second time, to save memory, is
 * neither merged with the first time nor done early. Executed code needs nothing of the kind and gets the tensors
 * themselves.
 */
export function barrier<T extends tf.Tensor>(tensors: readonly T[], after: tf.Tensor): T[] {
  const trace = currentTrace();
  if (!trace) return [...tensors];
  return trace.barrier(tensors, after) as T[]; // the same shapes and types
}
