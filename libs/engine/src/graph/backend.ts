import { tf } from '../tf';
import { eagerBackend, type NodeBackend, nodeBackendClass, type RawBinding, type TensorEntry } from './binding';
import { ProgramError } from './errors';
import type { Recorder } from './recorder';

/** The name under which tfjs knows the backend that records. */
export const GRAPH_BACKEND = 'assay-graph';

/**
 * tfjs-node's backend on a binding that records instead of executing: ordinary tfjs code that runs on it becomes nodes
 * of a graph. One a process, made on first use; it works only while `withRecorder` runs.
 */
let backend: NodeBackend | undefined;
let current: Recorder | undefined;

/** Runs code on the recording backend. Whatever happens, tfjs's own backend is the current one again afterwards. */
export function withRecorder<T>(recorder: Recorder, run: (backend: NodeBackend) => T): T {
  if (current) throw new ProgramError('state', 'a program is being compiled inside another one');
  backend ??= registerBackend();
  const before = tf.getBackend();
  current = recorder;
  try {
    tf.setBackend(GRAPH_BACKEND);
    return run(backend);
  } finally {
    current = undefined;
    tf.setBackend(before);
  }
}

function recorderNow(): Recorder {
  if (current) return current;
  throw new ProgramError('state', 'a tensor of a traced function was used after tracing: return it as an output');
}

function registerBackend(): NodeBackend {
  const NodeBackend = nodeBackendClass();
  const made = new NodeBackend(recordingBinding(eagerBackend().binding), '@tensorflow/tfjs-node-gpu');
  guardTensors(made);
  // The lowest priority: tfjs must never choose it by itself.
  tf.registerBackend(GRAPH_BACKEND, () => made, 0);
  tf.copyRegisteredKernels('tensorflow', GRAPH_BACKEND);
  replaceGather();
  return made;
}

function recordingBinding(native: RawBinding): RawBinding {
  const constants = Object.fromEntries(
    Object.getOwnPropertyNames(native).flatMap((name) => {
      const value: unknown = Reflect.get(native, name);
      return typeof value === 'function' ? [] : [[name, value]];
    }),
  );
  const refuse = (): never => {
    throw new ProgramError('state', 'a program cannot be loaded or run inside a traced function');
  };
  return {
    ...constants,
    isUsingGpuDevice: () => false,
    getNumOfTensors: () => 0,
    deleteTensor: () => {},
    createTensor: (shape, dtype, values) => recorderNow().handle({ ref: null, shape: [...shape], dtype, values }),
    executeOp(op, attributes, inputs, outputs) {
      const recorder = recorderNow();
      return recorder.execute(op, attributes, inputs, outputs).map((id) => {
        const { shape, dtype } = recorder.symbol(id);
        return { id, shape: [...shape], dtype };
      });
    },
    tensorDataSync(id) {
      const { shape, values } = recorderNow().symbol(id);
      if (values) return values;
      throw new ProgramError(
        'trace',
        `the values of a tensor of shape [${shape}] are read (dataSync, arraySync, print, or an if on a value): ` +
          'no values exist while a step is compiled; use tf.where for a choice, and return the tensor to read it',
      );
    },
    loadSavedModel: refuse,
    runSavedModel: refuse,
    deleteSavedModel: refuse,
  } as RawBinding; // the constants are the native ones
}

/** tfjs would move a tensor of another backend in silently, freezing its values and taking it from its owner. */
function guardTensors({ tensorMap }: NodeBackend): void {
  const seen = new WeakSet<object>();
  const set = tensorMap.set.bind(tensorMap);
  const get = tensorMap.get.bind(tensorMap);
  tensorMap.set = (dataId: object, entry: TensorEntry) => {
    seen.add(dataId);
    set(dataId, entry);
  };
  tensorMap.get = (dataId: object) => {
    if (tensorMap.has(dataId)) return get(dataId);
    throw new ProgramError(
      'trace',
      seen.has(dataId)
        ? 'a tensor is used that tidy has disposed of already; in a customGrad it must go through save'
        : 'a tensor is used that was made outside the function: feed it as an input, list it as a variable, or make it inside',
    );
  };
}

/** tfjs-node's own kernel reads the indices to check their range. */
function replaceGather(): void {
  tf.unregisterKernel('GatherV2', GRAPH_BACKEND);
  tf.registerKernel({
    kernelName: 'GatherV2',
    backendName: GRAPH_BACKEND,
    kernelFunc({ inputs, attrs }) {
      const { x, indices } = inputs as Record<'x' | 'indices', tf.Tensor>; // GatherV2's inputs
      const { axis, batchDims = 0 } = attrs as { axis: number; batchDims?: number }; // and its attributes
      const { binding } = recordingBackend();
      const type = (name: string, dtype: number) => ({ name, type: binding.TF_ATTR_TYPE ?? -1, value: dtype });
      return recordingBackend().executeSingleOutput(
        'GatherV2',
        [
          { name: 'batch_dims', type: binding.TF_ATTR_INT ?? -1, value: batchDims },
          type('Tparams', recordingBackend().getDTypeInteger(x.dtype)),
          type('Tindices', recordingBackend().getDTypeInteger(indices.dtype)),
          type('Taxis', binding.TF_INT32 ?? -1),
        ],
        [x, indices, tf.scalar(axis, 'int32')],
      );
    },
  });
}

function recordingBackend(): NodeBackend {
  if (backend) return backend;
  throw new Error('graph: the recording backend is not registered');
}
