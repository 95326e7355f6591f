import { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';

/** Stored arrays by name, each in the tensor's own layout. */
export type StoredState = ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;

/** Variables beside the parameters: for every name one a parameter, of its shape. */
export interface Slots<Name extends string> {
  readonly variables: readonly tf.Variable[];
  /** The variable of this name for the parameter at this place. */
  of(name: Name, parameter: number): tf.Variable;
  /** Copies of all values, `<slot>.<parameter's name>`. Reads from the runtime: between steps only. */
  export(): NamedArray[];
  /** Checks all arrays before it changes anything. @throws Error naming a missing entry or a wrong shape */
  restore(state: StoredState): void;
  dispose(): void;
}

/** @param first the first values: zeros when not given */
export function createSlots<Name extends string>(
  names: readonly Name[],
  parameters: readonly Parameter[],
  first: (variable: tf.Variable) => tf.Tensor = ({ shape }) => tf.zeros(shape, 'float32'),
): Slots<Name> {
  const slots = names.flatMap((name) =>
    parameters.map((parameter) => ({
      name: `${name}.${parameter.name}`,
      variable: tf.tidy(() => tf.variable(first(parameter.variable), false)),
    })),
  );
  const variables = slots.map(({ variable }) => variable);

  return {
    variables,
    of(name, parameter) {
      const variable = variables[names.indexOf(name) * parameters.length + parameter];
      if (!variable) throw new Error(`${name}: no variable for parameter ${parameter}`);
      return variable;
    },
    export: () =>
      // A copy: the runtime may hand out its own memory.
      slots.map(({ name, variable }) => ({
        name,
        shape: [...variable.shape],
        data: Float32Array.from(variable.dataSync()),
      })),
    restore(state) {
      const found = slots.map(({ name, variable }) => {
        const entry = state.get(name);
        if (!entry) throw new Error(`optimizer state: ${name} is missing`);
        if (String(entry.shape) !== String(variable.shape)) {
          throw new Error(`optimizer state: ${name} has shape [${entry.shape}], the parameter [${variable.shape}]`);
        }
        return { variable, data: entry.data };
      });
      for (const { variable, data } of found) {
        tf.tidy(() => variable.assign(tf.tensor(data, variable.shape, 'float32')));
      }
    },
    dispose: () => tf.dispose([...variables]),
  };
}
