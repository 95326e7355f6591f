import { DATA_TYPE } from './graph/types';
import { tf } from './tf';

/** What the addon offers below tfjs's kernels. */
export type Binding = {
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
  TF_Version: string;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
};

export type Attribute = { name: string; type: number; value: boolean | number | string | number[] };

type NativeBackend = {
  binding: Binding;
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
};

// The current backend, not a fixed one: a recording backend may stand in its place while a step is traced.
function backend(): NativeBackend {
  const current: unknown = tf.backend();
  if (!isNative(current))
    throw new Error(`backend ${tf.getBackend()} runs no TensorFlow operations: call openEngine()`);
  return current;
}

function isNative(value: unknown): value is NativeBackend {
  return typeof value === 'object' && value !== null && 'executeMultipleOutputs' in value && 'binding' in value;
}

export function binding(): Binding {
  return backend().binding;
}

/** Attributes of a TensorFlow operation, each with its kind. */
export const attribute = {
  type: (name: string, dtype: keyof typeof DATA_TYPE): Attribute => ({
    name,
    type: binding().TF_ATTR_TYPE,
    value: DATA_TYPE[dtype],
  }),
  int: (name: string, value: number): Attribute => ({ name, type: binding().TF_ATTR_INT, value }),
  /** A list, such as strides. */
  ints: (name: string, value: readonly number[]): Attribute => ({
    name,
    type: binding().TF_ATTR_INT,
    value: [...value],
  }),
  float: (name: string, value: number): Attribute => ({ name, type: binding().TF_ATTR_FLOAT, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: binding().TF_ATTR_BOOL, value }),
  string: (name: string, value: string): Attribute => ({ name, type: binding().TF_ATTR_STRING, value }),
  shape: (name: string, value: readonly number[]): Attribute => ({
    name,
    type: binding().TF_ATTR_SHAPE,
    value: [...value],
  }),
};

/** Runs one TensorFlow operation by its name; nobody records a gradient for it. */
export function execute(name: string, attributes: Attribute[], inputs: tf.Tensor[], outputs = 1): tf.Tensor[] {
  return backend().executeMultipleOutputs(name, attributes, inputs, outputs);
}

/** As `execute`, for an operation of one output. */
export function executeOne(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor {
  const [output] = execute(name, attributes, inputs, 1);
  if (!output) throw new Error(`${name} gave no output`);
  return output;
}
