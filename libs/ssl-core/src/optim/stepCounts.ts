import { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';
import { type Gates, gateOf } from './groups';
import type { StoredState } from './slots';

/** How many steps parameters have learned in: one count for all without a gate, and one for each gate. */
export interface StepCounts {
  readonly variables: readonly tf.Variable[];
  /** Counts the step that begins, where the gate is open. */
  advance(gates: Gates | undefined): void;
  /** At least 1, since corrections divide by what follows from it. @param gate null: of those without one */
  of(gate: string | null): tf.Scalar;
  /** `step` and `step.<gate>`. */
  export(): NamedArray[];
  /** Reads all, and gives what sets them. @throws Error naming the missing entry */
  read(state: StoredState): () => void;
  dispose(): void;
}

export function createStepCounts(parameters: readonly Parameter[]): StepCounts {
  const gates = [...new Set(parameters.flatMap(({ gate }) => gate ?? []))];
  const counts = [null, ...gates].map((gate) => ({
    gate,
    name: gate === null ? 'step' : `step.${gate}`,
    variable: tf.tidy(() => tf.variable<tf.Rank.R0>(tf.scalar(0), false)),
  }));
  return {
    variables: counts.map(({ variable }) => variable),
    advance(given) {
      for (const { gate, variable } of counts) {
        tf.tidy(() => variable.assign(tf.add(variable, gate === null ? 1 : gateOf(given, gate))));
      }
    },
    of(gate) {
      const count = counts.find((candidate) => candidate.gate === gate);
      if (!count) throw new Error(`optimizer: no count for the gate ${gate}`);
      return gate === null ? count.variable : tf.maximum(count.variable, 1);
    },
    export: () =>
      counts.map(({ name, variable }) => ({ name, shape: [], data: Float32Array.from(variable.dataSync()) })),
    read(state) {
      const found = counts.map(({ name, variable }) => {
        const value = state.get(name)?.data[0];
        if (value === undefined) throw new Error(`optimizer state: ${name} is missing`);
        return { variable, value };
      });
      return () => {
        for (const { variable, value } of found) tf.tidy(() => variable.assign(tf.scalar(value)));
      };
    },
    dispose: () => tf.dispose(counts.map(({ variable }) => variable)),
  };
}
