import { eagerBackend, type RawTensor } from '../graph/binding';
import { inferShapes } from '../graph/shapes/index';
import type { TensorSpec } from '../graph/types';
import { type Operation, watchOperations } from '../graph/watchOperations';

export type ShadowReport = {
  /** How often each operation was executed. */
  met: Map<string, number>;
  /** Each way in which a shape function and TensorFlow differed, in one line. */
  differences: string[];
};

/** Outputs that mean nothing, and that TensorFlow's kernel and its own inference see differently. */
const MEANT_OUTPUTS: Readonly<Record<string, number>> = { FusedBatchNormGradV3: 3 };

/**
 * Runs code as usual and holds, at every operation that is executed, what `inferShapes` says against what TensorFlow
 * gave. Independent of tracing: the same tfjs calls, with real tensors.
 */
export function shadow(run: () => void): ShadowReport {
  const met = new Map<string, number>();
  const differences = new Set<string>();
  withInputSpecs((specs) =>
    watchOperations((operation, execute) => {
      const outputs = execute();
      met.set(operation.op, (met.get(operation.op) ?? 0) + 1);
      const inputs = operation.inputs.map((id) => specs.get(id) ?? { shape: [], dtype: -1 });
      const difference = compare(operation, inputs, outputs);
      if (difference) differences.add(difference);
      return outputs;
    }, run),
  );
  return { met, differences: [...differences] };
}

/**
 * Runs code, such as a step of a model with its gradients, and fails where a shape function is wrong, missing, or
 * refuses an operation.
 *
 * @returns how often each operation was executed
 */
export function withShadow(run: () => void): Map<string, number> {
  const { met, differences } = shadow(run);
  if (differences.length > 0) throw new Error(`shape functions are wrong or missing:\n${differences.join('\n')}`);
  return met;
}

/** The addon sees handles alone; what stands behind them is known where a backend hands them over. */
function withInputSpecs(run: (specs: ReadonlyMap<number, TensorSpec>) => void): void {
  const backend = eagerBackend();
  const specs = new Map<number, TensorSpec>();
  const getInputTensorIds = backend.getInputTensorIds;
  backend.getInputTensorIds = (tensors) => {
    const ids = getInputTensorIds.call(backend, tensors);
    for (const [i, { dataId }] of tensors.entries()) {
      const id = ids[i];
      if (id === undefined || !backend.tensorMap.has(dataId)) continue;
      const { shape, dtype } = backend.tensorMap.get(dataId);
      specs.set(id, { shape, dtype });
    }
    return ids;
  };
  try {
    run(specs);
  } finally {
    backend.getInputTensorIds = getInputTensorIds;
  }
}

/** @returns undefined when the two agree */
function compare(operation: Operation, inputs: TensorSpec[], real: readonly RawTensor[]): string | undefined {
  const { op, attributes } = operation;
  const { binding } = eagerBackend();
  const meant = MEANT_OUTPUTS[op] ?? real.length;
  try {
    const inferred = inferShapes({
      op,
      inputs,
      attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
      outputs: real.length,
      constant: (input) => Array.from(binding.tensorDataSync(operation.inputs[input] ?? -1), Number),
    });
    if (inferred.length !== real.length) return `${op}: ${inferred.length} outputs inferred, ${real.length} real`;
    const [guess, fact] = [inferred, real].map((outputs) => describe(outputs.slice(0, meant)));
    return guess === fact ? undefined : `${op}: inferred ${guess}, real ${fact}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function describe(outputs: readonly TensorSpec[]): string {
  return outputs.map(({ shape, dtype }) => `[${shape}]:${dtype}`).join(' ');
}
