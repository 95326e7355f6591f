import { exportParameters, importParameters, type NamedArray, type Parameter } from '@assay/ssl-core';
import type { ExtraState } from './checkpoint';
import { prefixNames, type TensorGroup } from './tensorFile';

/** The weights with the best figure so far; a part of the checkpoint, so that a restart remembers them. */
export interface BestWeights {
  readonly value: number | null;
  take(step: number, value: number): void;
  /** Sets the parameters to the best weights and answers their step; null when none were taken. */
  use(): number | null;
  save(): ExtraState;
  restore(arrays: TensorGroup, notes: Readonly<Record<string, string>>): void;
}

export function createBestWeights(parameters: readonly Parameter[]): BestWeights {
  let best: { step: number; value: number; arrays: NamedArray[] } | undefined;
  return {
    get value() {
      return best?.value ?? null;
    },
    take(step, value) {
      best = { step, value, arrays: exportParameters(parameters) };
    },
    use() {
      if (!best) return null;
      importParameters(parameters, new Map(best.arrays.map((array) => [array.name, array])));
      return best.step;
    },
    save(): ExtraState {
      if (!best) return { arrays: [], notes: {} };
      return {
        arrays: prefixNames('best', best.arrays),
        notes: { bestStep: String(best.step), bestValue: String(best.value) },
      };
    },
    restore(arrays, notes) {
      best = undefined;
      if (notes.bestStep === undefined) return;
      const kept = [...arrays].flatMap(([name, { shape, data }]) =>
        name.startsWith('best.') ? [{ name: name.slice('best.'.length), shape: [...shape], data }] : [],
      );
      best = { step: Number(notes.bestStep), value: Number(notes.bestValue), arrays: kept };
    },
  };
}
