import type { tf } from '../tf';
import { ProgramError } from './errors';
import { isSameShape } from './shapes/call';
import type { InputSpec } from './trace';

/** Checks names, types and shapes of what a function is fed. @throws ProgramError that says what was expected */
export function checkFeeds(
  name: string,
  inputs: Readonly<Record<string, InputSpec>>,
  feeds: Readonly<Record<string, tf.Tensor>>,
): void {
  for (const fed of Object.keys(feeds)) {
    if (inputs[fed]) continue;
    throw new ProgramError('feed', `${name}: there is no input "${fed}"; it takes ${list(Object.keys(inputs))}`);
  }
  for (const [input, { shape, dtype }] of Object.entries(inputs)) {
    const tensor = feeds[input];
    const expected = `${name}: input ${input} must be ${dtype} [${shape}]`;
    if (!tensor) throw new ProgramError('feed', `${expected}, and is missing`);
    if (tensor.isDisposed) throw new ProgramError('feed', `${expected}, and was disposed of before the run`);
    if (tensor.dtype !== dtype) throw new ProgramError('feed', `${expected}, not ${tensor.dtype}`);
    if (isSameShape(tensor.shape, shape)) continue;
    const isOtherBatch = tensor.shape.length === shape.length && isSameShape(tensor.shape.slice(1), shape.slice(1));
    const advice = isOtherBatch
      ? ': a program has one batch size; drop the last smaller batch, pad it, or compile a function of its size'
      : '';
    throw new ProgramError('feed', `${expected}, not [${tensor.shape}]${advice}`);
  }
}

function list(names: string[]): string {
  return names.length ? names.join(', ') : 'none';
}
