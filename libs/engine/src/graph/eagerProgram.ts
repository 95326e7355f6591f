import { tf } from '../tf';
import { freeingBrokenTape } from './binding';
import { ProgramError } from './errors';
import { checkFeeds } from './feeds';
import type { Program, ProgramOptions } from './program';
import type { TracedFunction } from './trace';

/**
 * The same functions, executed operation by operation: the reference that compiled programs are held against, and what
 * a failing step is debugged with. Runs behave as a compiled program's do: all changes of variables happen, or none.
 */
export function createEagerProgram(
  functions: Readonly<Record<string, TracedFunction>>,
  { variables, inputs = {} }: Pick<ProgramOptions, 'variables' | 'inputs'>,
): Program {
  let isClosed = false;
  return {
    inputs,
    stats: {
      traceMs: 0,
      writeMs: 0,
      loadMs: 0,
      nodes: 0,
      fileBytes: 0,
      variableBytes: variables.reduce((sum, { size }) => sum + 4 * size, 0),
      estimatedBytes: 0,
      functions: {},
    },
    init() {},
    run(name, feeds = {}) {
      const run = functions[name];
      if (!run) {
        throw new ProgramError(
          'feed',
          `there is no function "${name}" in the program; it has ${Object.keys(functions).join(', ')}`,
        );
      }
      if (isClosed) throw new ProgramError('state', `${name}: the program is closed`);
      checkFeeds(name, inputs[name] ?? {}, feeds);
      return allOrNothing(variables, () =>
        tf.tidy(() => {
          const outputs = run({ ...feeds }) ?? {};
          // An output that is a variable's or a feed's own tensor must not be the caller's to dispose of.
          return Object.fromEntries(Object.entries(outputs).map(([output, tensor]) => [output, tensor.clone()]));
        }),
      );
    },
    close() {
      isClosed = true;
    },
  };
}

/** Takes the variables' assignments back when `run` throws. The old values cost memory until it has ended. */
function allOrNothing<T>(variables: readonly tf.Variable[], run: () => T): T {
  // A clone shares the variable's memory; an assignment gives the variable new memory and leaves the clone's alone.
  const before = variables.map((variable) => tf.keep(variable.clone()));
  try {
    return freeingBrokenTape(run);
  } catch (error) {
    for (const [i, variable] of variables.entries()) {
      const tensor = before[i];
      if (tensor && variable.dataId !== tensor.dataId) variable.assign(tensor);
    }
    throw error;
  } finally {
    tf.dispose(before);
  }
}
