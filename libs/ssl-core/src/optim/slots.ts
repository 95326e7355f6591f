import { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';

/** One variable a parameter, of its shape, from 0: a momentum or a moment. */
export type Slot = { name: string; variables: readonly tf.Variable[] };

export function createSlot(name: string, parameters: readonly Parameter[]): Slot {
  const variables = parameters.map(({ variable }) =>
    tf.tidy(() => tf.variable(tf.zeros(variable.shape, 'float32'), false)),
  );
  return { name, variables };
}

/** The slots' values as named arrays, `<slot>.<parameter's name>`. Reads from the runtime: between steps only. */
export function exportSlots(slots: readonly Slot[], parameters: readonly Parameter[]): NamedArray[] {
  return slots.flatMap((slot) =>
    parameters.map((parameter, i) => {
      const variable = slot.variables[i];
      if (!variable) throw new Error(`${slot.name}: no variable for ${parameter.name}`);
      // A copy: the runtime may hand out its own memory.
      const data = Float32Array.from(variable.dataSync());
      return { name: `${slot.name}.${parameter.name}`, shape: [...variable.shape], data };
    }),
  );
}

/** Sets the slots from named arrays; checks all of them before it changes any. */
export function restoreSlots(
  slots: readonly Slot[],
  parameters: readonly Parameter[],
  state: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>,
): void {
  const found = slots.flatMap((slot) =>
    parameters.map((parameter, i) => {
      const name = `${slot.name}.${parameter.name}`;
      const entry = state.get(name);
      const variable = slot.variables[i];
      if (!entry || !variable) throw new Error(`optimizer state: ${name} is missing`);
      if (String(entry.shape) !== String(variable.shape)) {
        throw new Error(`optimizer state: ${name} has shape [${entry.shape}], the parameter [${variable.shape}]`);
      }
      return { variable, data: entry.data };
    }),
  );
  for (const { variable, data } of found) {
    const value = tf.tensor(data, variable.shape, 'float32');
    variable.assign(value);
    value.dispose();
  }
}

export function disposeSlots(slots: readonly Slot[]): void {
  for (const slot of slots) for (const variable of slot.variables) variable.dispose();
}
