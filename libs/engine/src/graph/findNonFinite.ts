import type { tf } from '../tf';
import { eagerBackend } from './binding';
import { withTapeBlocks } from './block';
import { createEagerProgram } from './eagerProgram';
import { userLine } from './errors';
import type { Place } from './nodes';
import type { ProgramOptions } from './program';
import { countValues } from './shapes/call';
import type { TracedFunction } from './trace';
import { DATA_TYPE } from './types';
import { watchOperations } from './watchOperations';

/** The first place where a value stopped being a finite number. */
export type NonFinite = {
  /** TensorFlow's operation; `feed` or `variable` when the value was there before the step. */
  operation: string;
  /** Name of the feed or variable; empty for an operation. */
  name: string;
  value: 'NaN' | 'Infinity' | '-Infinity';
  shape: number[];
  /** How many of its values are not finite. */
  count: number;
  place: Place;
  /** The line of the model's code that called it; empty in gradients. */
  line: string;
};

/**
 * Runs a step once more, operation by operation, and looks at every value: for a step whose compiled form gave NaN or
 * infinity. Changes nothing, and takes several times as long as an executed step.
 *
 * @returns null when all values are finite
 */
export function findNonFinite(
  run: TracedFunction,
  { variables }: Pick<ProgramOptions, 'variables'>,
  feeds: Readonly<Record<string, tf.Tensor>>,
): NonFinite | null {
  let found: NonFinite | null = findInTensors('feed', Object.entries(feeds));
  found ??= findInTensors(
    'variable',
    variables.map((variable) => [variable.name, variable]),
  );
  if (found) return found;

  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stop = new Error('found');
  let place: Place = { block: '', phase: 'forward' };
  const program = createEagerProgram(
    {
      step(inputs) {
        run(inputs);
        // Takes back what the step has assigned.
        throw stop;
      },
    },
    { variables, inputs: { step: specsOf(feeds) } },
  );
  try {
    withTapeBlocks(
      (next) => (place = next),
      () =>
        watchValues(
          (operation, tensor) => {
            found = { operation, name: '', ...tensor, place, line: userLine(new Error('here').stack) };
            throw stop;
          },
          () => program.run('step', feeds),
        ),
    );
  } catch (error) {
    // With a finding, a check of the step's own may have ended it as well.
    if (error !== stop && !found) throw error;
  } finally {
    Error.stackTraceLimit = frames;
  }
  return found;
}

type Finding = Pick<NonFinite, 'value' | 'shape' | 'count'>;

/** Calls `onFound` for the first operation of `run` whose output is not finite. */
function watchValues(onFound: (operation: string, finding: Finding) => void, run: () => void): void {
  const { binding } = eagerBackend();
  watchOperations(({ op }, execute) => {
    const outputs = execute();
    for (const { id, dtype, shape } of outputs) {
      const finding = dtype === DATA_TYPE.float32 ? inspect(binding.tensorDataSync(id), shape) : null;
      if (!finding) continue;
      for (const output of outputs) binding.deleteTensor(output.id);
      onFound(op, finding);
    }
    return outputs;
  }, run);
}

function findInTensors(operation: string, tensors: [string, tf.Tensor][]): NonFinite | null {
  for (const [name, tensor] of tensors) {
    const finding = tensor.dtype === 'float32' ? inspect(tensor.dataSync(), tensor.shape) : null;
    if (finding) return { operation, name, ...finding, place: { block: '', phase: 'forward' }, line: '' };
  }
  return null;
}

function inspect(values: ArrayLike<number>, shape: number[]): Finding | null {
  let count = 0;
  let first = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (Number.isFinite(value)) continue;
    if (count++ === 0) first = value;
  }
  if (count === 0) return null;
  const value = Number.isNaN(first) ? 'NaN' : first > 0 ? 'Infinity' : '-Infinity';
  return { value, shape: [...shape], count };
}

function specsOf(feeds: Readonly<Record<string, tf.Tensor>>) {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, dtype }]) => [
      name,
      { shape, dtype: dtype as 'float32' | 'int32' | 'bool' },
    ]),
  );
}

/** The finding as one sentence. */
export function describeNonFinite({ operation, name, value, shape, count, place, line }: NonFinite): string {
  const size = countValues(shape);
  const amount = size === 1 ? '' : `, ${count} of ${size} values`;
  if (name !== '') return `the ${operation} ${name} [${shape}] holds ${value}${amount} before the step`;
  const where = [
    place.block && `in ${place.block}`,
    place.phase === 'backward' && 'in the gradient',
    line && `at ${line}`,
  ];
  return `${operation} is the first to give ${value} (output [${shape}]${amount}) ${where.filter(Boolean).join(' ')}`.trim();
}
