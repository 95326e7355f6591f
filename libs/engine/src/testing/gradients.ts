import { createEagerProgram } from '../graph/eagerProgram';
import { compileProgram, type Program } from '../graph/program';
import type { InputSpec, TracedFunction } from '../graph/trace';
import { tf } from '../tf';

/** Inputs as a list that is surely long enough: the caller made it. */
export type Op = (inputs: [tf.Tensor, tf.Tensor, tf.Tensor]) => tf.Tensor;

/** Pads a list of one to three tensors for `Op`. */
export function three(inputs: tf.Tensor[]): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [first, second, third] = inputs;
  if (!first) throw new Error('no inputs');
  return [first, second ?? first, third ?? first];
}

/** An operation with all that is needed to try it. */
export type Trial = {
  op: Op;
  inputs: Readonly<Record<string, tf.Tensor>>;
  /** Names of the inputs that have a gradient, at least one. */
  moving: readonly string[];
  /** Of the output's shape; what is differentiated is sum(op(inputs) * direction). */
  direction: tf.Tensor;
};

export type Outcome = {
  shape: number[];
  output: Float32Array;
  /** Of each moving input, by the tape. */
  gradients: Record<string, Float32Array>;
  /** The same by central differences of one value at a time: slow, and blind to how the operation is written. */
  differences: Record<string, Float32Array>;
};

/** Both ways in which an operation runs: executed call by call, and compiled into a graph. */
export const MODES = { executed: createEagerProgram, compiled: compileProgram };

/** Output and gradients of an operation, from a program of either kind. */
export function tryOperation(mode: keyof typeof MODES, { op, inputs, moving, direction }: Trial): Outcome {
  const names = Object.keys(inputs);
  const apply = (given: Record<string, tf.Tensor>) => op(three(names.map((name) => pick(given, name))));
  const project = (given: Record<string, tf.Tensor>) => tf.sum(tf.mul(apply(given), pick(given, 'direction')));
  const functions: Record<string, TracedFunction> = {
    forward: (given) => ({ output: apply(given), sum: project(given) }),
    backward: (given) => {
      const run = (...moved: tf.Tensor[]) =>
        project({ ...given, ...Object.fromEntries(moved.map((tensor, i) => [moving[i] ?? '', tensor])) });
      const gradients = tf.grads(run)(moving.map((name) => pick(given, name)));
      return Object.fromEntries(gradients.map((gradient, i) => [moving[i] ?? '', gradient]));
    },
  };
  const feeds = { ...inputs, direction };
  const specs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, specOf(tensor)]));
  const program = MODES[mode](functions, { inputs: { forward: specs, backward: specs }, variables: [] });
  try {
    program.init();
    const { output } = run(program, 'forward', feeds);
    if (!output) throw new Error('no output');
    const gradients = run(program, 'backward', feeds);
    return {
      ...output,
      gradients: Object.fromEntries(Object.entries(gradients).map(([name, { output }]) => [name, output])),
      differences: Object.fromEntries(moving.map((name) => [name, differences(program, feeds, name)])),
    };
  } finally {
    program.close();
  }
}

function differences(
  program: Program,
  feeds: Readonly<Record<string, tf.Tensor>>,
  name: string,
  step = 2e-2,
): Float32Array {
  const input = pick(feeds, name);
  const values = Float32Array.from(input.dataSync());
  const at = (index: number, shift: number): number => {
    const moved = values.slice();
    moved[index] = (moved[index] ?? 0) + shift;
    const tensor = tf.tensor(moved, input.shape);
    const { sum } = run(program, 'forward', { ...feeds, [name]: tensor });
    tensor.dispose();
    return sum?.output[0] ?? Number.NaN;
  };
  return values.map((_, index) => (at(index, step) - at(index, -step)) / (2 * step));
}

/** Values of each output, whose tensors are disposed of. */
function run(program: Program, name: string, feeds: Readonly<Record<string, tf.Tensor>>) {
  return Object.fromEntries(
    Object.entries(program.run(name, feeds)).map(([output, tensor]) => {
      const values = Float32Array.from(tensor.dataSync());
      const { shape } = tensor;
      tensor.dispose();
      return [output, { shape, output: values }];
    }),
  );
}

function specOf({ shape, dtype }: tf.Tensor): InputSpec {
  if (dtype !== 'float32' && dtype !== 'int32') throw new Error(`no operation takes ${dtype} here`);
  return { shape, dtype };
}

function pick(tensors: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`there is no tensor ${name}`);
  return tensor;
}

/** Largest difference of two arrays over the largest entry of the second. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let largest = 1e-12;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  }
  return worst / largest;
}
