import { createRequire } from 'node:module';
import { tf } from '../tf';

/** An operation's attribute as tfjs's kernels hand it to the addon. */
export type RawAttribute = { name: string; type: number; value: boolean | number | string | number[] };
/** A tensor of the addon: its handle, shape and TensorFlow's number of its type. */
export type RawTensor = { id: number; shape: number[]; dtype: number };
export type RawValues = Float32Array | Int32Array | Uint8Array;

/** The addon's functions that the engine calls itself. */
export type RawBinding = {
  createTensor(shape: readonly number[], dtype: number, values: RawValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): RawValues;
  executeOp(op: string, attributes: RawAttribute[], inputs: number[], outputs: number): RawTensor[];
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(session: number, inputs: number[], inputNames: string, outputNames: string): RawTensor[];
  deleteSavedModel(session: number): void;
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
  getNumOfSavedModels?(): number;
} & Record<`TF_${string}`, number>;

/** What a backend keeps of a tensor; `id` is -1 until the values were handed to the addon. */
export type TensorEntry = {
  shape: readonly number[];
  dtype: number;
  id: number;
  values: RawValues | null;
  refCount: number;
};

/** tfjs-node's backend, as far as the engine looks into it. */
export type NodeBackend = {
  binding: RawBinding;
  tensorMap: {
    get(dataId: object): TensorEntry;
    set(dataId: object, entry: TensorEntry): void;
    has(dataId: object): boolean;
    delete(dataId: object): boolean;
  };
  createOutputTensor(tensor: RawTensor): tf.Tensor;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  getDTypeInteger(dtype: string): number;
  executeSingleOutput(op: string, attributes: RawAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
};

type NodeBackendClass = new (binding: RawBinding, packageName: string) => NodeBackend & tf.KernelBackend;

/** The backend that executes. @throws Error when openEngine() was not called */
export function eagerBackend(): NodeBackend {
  const backend: unknown = tf.findBackend('tensorflow');
  if (!backend) throw new Error('the native engine is not open: call openEngine() first');
  return backend as NodeBackend; // registered by tfjs-node, whose class it is
}

/** The same binding with another way to execute operations; the given one stays as it is. */
export function bindingWith(native: RawBinding, executeOp: RawBinding['executeOp']): RawBinding {
  const own = Object.getOwnPropertyNames(native).map((name) => [name, Reflect.get(native, name)]);
  return { ...(Object.fromEntries(own) as RawBinding), executeOp }; // the native binding's own properties
}

/** tfjs-node's class of backends, so that another binding can stand under it. */
export function nodeBackendClass(): NodeBackendClass {
  const load = createRequire(import.meta.url);
  const module: { NodeJSKernelBackend: NodeBackendClass } = load(
    '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js',
  );
  return module.NodeJSKernelBackend;
}

/** The private parts of tfjs's engine that tracing has to keep in balance. */
export type EngineInternals = {
  state: { activeTape: { gradient?: (dys: tf.Tensor[]) => unknown; saved?: tf.Tensor[] }[] | null };
  registeredVariables: Record<string, tf.Variable>;
  startScope(name?: string): void;
  addTapeNode(...parts: unknown[]): void;
  trackTensor(tensor: tf.Tensor, backend: unknown): void;
  disposeTensor(tensor: tf.Tensor): void;
  gradients(
    run: () => tf.Tensor,
    inputs: tf.Tensor[],
    dy: tf.Tensor,
    allowNoGradients: boolean,
  ): { value: tf.Tensor; grads: (tf.Tensor | undefined)[] };
};

export function engineInternals(): EngineInternals {
  return tf.engine() as unknown as EngineInternals; // private in tfjs's types, stable since 2020
}

/** Frees what a tape has saved for a gradient, should `run` throw; tfjs frees it at the gradient's end alone. */
export function freeingBrokenTape<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { state } = engineInternals();
    for (const { saved } of state.activeTape ?? []) if (saved) tf.dispose(saved);
    state.activeTape = null;
    throw error;
  }
}
