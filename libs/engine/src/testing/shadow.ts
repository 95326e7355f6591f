import { eagerBackend, type RawAttribute, type RawBinding, type RawTensor } from '../graph/binding';
import { inferShapes } from '../graph/shapes/index';
import type { TensorSpec } from '../graph/types';

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
  const backend = eagerBackend();
  const native = backend.binding;
  const specs = new Map<number, TensorSpec>();
  const met = new Map<string, number>();
  const differences = new Set<string>();

  function executeOp(op: string, attributes: RawAttribute[], inputs: number[], count: number): RawTensor[] {
    const outputs = native.executeOp(op, attributes, inputs, count);
    for (const { id, shape, dtype } of outputs) specs.set(id, { shape, dtype });
    met.set(op, (met.get(op) ?? 0) + 1);
    const difference = compare({ op, attributes, inputs, outputs });
    if (difference) differences.add(difference);
    return outputs;
  }

  function compare(call: Executed): string | undefined {
    const meant = MEANT_OUTPUTS[call.op] ?? call.outputs.length;
    try {
      const inferred = inferShapes({
        op: call.op,
        inputs: call.inputs.map((id) => specs.get(id) ?? { shape: [], dtype: -1 }),
        attributes: Object.fromEntries(call.attributes.map(({ name, value }) => [name, value])),
        outputs: call.outputs.length,
        constant: (input) => Array.from(native.tensorDataSync(call.inputs[input] ?? -1), Number),
      });
      if (inferred.length !== call.outputs.length) return `${call.op}: ${inferred.length} outputs inferred`;
      const [guess, real] = [inferred, call.outputs].map((outputs) => describe(outputs.slice(0, meant)));
      return guess === real ? undefined : `${call.op}: inferred ${guess}, real ${real}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  const getInputTensorIds = backend.getInputTensorIds;
  const watched: RawBinding = {
    ...copyOf(native),
    executeOp,
    createTensor(shape, dtype, values) {
      const id = native.createTensor(shape, dtype, values);
      specs.set(id, { shape: [...shape], dtype });
      return id;
    },
  };
  backend.binding = watched;
  // Tensors that were there before are met here.
  backend.getInputTensorIds = (tensors) => {
    const ids = getInputTensorIds.call(backend, tensors);
    for (const [i, { dataId }] of tensors.entries()) {
      const id = ids[i];
      if (id === undefined || !dataId || !backend.tensorMap.has(dataId)) continue;
      const { shape, dtype } = backend.tensorMap.get(dataId);
      specs.set(id, { shape, dtype });
    }
    return ids;
  };
  try {
    run();
  } finally {
    backend.binding = native;
    backend.getInputTensorIds = getInputTensorIds;
  }
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

/** The addon's properties are not enumerable, and a spread would leave them out. */
function copyOf(native: RawBinding): RawBinding {
  const entries = Object.getOwnPropertyNames(native).map((name) => [name, Reflect.get(native, name)]);
  return Object.fromEntries(entries) as RawBinding; // the same properties
}

type Executed = { op: string; attributes: RawAttribute[]; inputs: number[]; outputs: RawTensor[] };

function describe(outputs: readonly TensorSpec[]): string {
  return outputs.map(({ shape, dtype }) => `[${shape}]:${dtype}`).join(' ');
}
