import type { RawAttribute, RawBinding, RawValues } from './binding';
import { constantBytes, uniformValue } from './constants';
import { ProgramError } from './errors';
import { simplify } from './fold';
import { type GraphNode, type NodeAttribute, outputRef, type Place, typeAttribute } from './nodes';
import { deviceOf } from './placement';
import { castToBfloat16 } from './precision';
import { inferShapes } from './shapes/index';
import { type AttributeValue, DATA_TYPE, type Shape, type TensorSpec } from './types';

/** Values beyond this many in one constant are data that somebody forgot to feed. */
const CONSTANT_VALUES_MAX = 65_536;
/** Constants up to this size are written once however often they are made. */
const SHARED_BYTES_MAX = 4096;
/** A constant of one repeated value gets an operation that makes it from this size on. */
const FILL_VALUES_MIN = 65;

/** A tensor while tracing: the output of a node, or values that no node holds yet. */
export type TracedTensor = TensorSpec & {
  /** `node` or `node:1`; null until some operation needs the values as a node. */
  ref: string | null;
  /** Known values, of a constant alone. */
  values?: RawValues;
};

/** An operation to be added, with its inputs as symbols. */
export type Call = { op: string; attributes: NodeAttribute[]; inputs: TracedTensor[]; outputs: TensorSpec[] };

export type RecorderOptions = {
  precision: 'float32' | 'bfloat16';
  /** Device of every node that is not bound to the host; empty leaves it to TensorFlow. */
  device: string;
};

/** Writes down the operations that a traced function calls; executes none. */
export interface Recorder {
  readonly nodes: GraphNode[];
  /** What products and convolutions compute in. */
  readonly precision: RecorderOptions['precision'];
  /** Where nodes are made from now on. */
  place: Place;
  /** A node by its name. */
  node(name: string): GraphNode | undefined;
  /** A symbol by the handle that tfjs carries around as a tensor's id. */
  symbol(id: number): TracedTensor;
  /** Gives a symbol a handle. */
  handle(symbol: TracedTensor): number;
  /** What the addon's executeOp would do: one operation on handles. */
  execute(op: string, attributes: RawAttribute[], inputs: number[], outputs: number): number[];
  /** Adds a node as it is. @returns its name */
  add(node: {
    op: string;
    inputs: string[];
    attributes: NodeAttribute[];
    outputs?: TensorSpec[];
    name?: string;
  }): string;
  /** The node that holds a symbol's values, made when there is none. */
  ref(symbol: TracedTensor): string;
  /** A constant in the graph. */
  constant(values: RawValues, shape: Shape, dtype: number): string;
}

export function createRecorder(binding: RawBinding, options: RecorderOptions): Recorder {
  const nodes: GraphNode[] = [];
  const byName = new Map<string, GraphNode>();
  const symbols: TracedTensor[] = [];
  const shared = new Map<string, string>();

  const recorder: Recorder = {
    nodes,
    precision: options.precision,
    place: { block: '', phase: 'forward' },
    node: (name) => byName.get(name),
    symbol(id) {
      const symbol = symbols[id];
      if (!symbol) throw new Error(`graph: no tensor has the handle ${id}`);
      return symbol;
    },
    handle: (symbol) => symbols.push(symbol) - 1,
    add({ op, inputs, attributes, outputs = [], name = `n${nodes.length}` }) {
      const shapes: NodeAttribute[] = outputs.length
        ? [{ name: '_output_shapes', kind: 'shapes', value: outputs.map(({ shape }) => shape) }]
        : [];
      const { place } = recorder;
      const node: GraphNode = {
        name,
        op,
        inputs,
        attributes: [...attributes, ...shapes],
        outputs,
        place: { ...place },
        device: deviceOf(op, options.device),
      };
      nodes.push(node);
      byName.set(name, node);
      return name;
    },
    ref(symbol) {
      symbol.ref ??= materialise(symbol);
      return symbol.ref;
    },
    constant(values, shape, dtype) {
      const bytes = constantBytes(values);
      const key = bytes.length <= SHARED_BYTES_MAX ? `${dtype}|${shape}|${bytes.toString('latin1')}` : null;
      const known = key === null ? undefined : shared.get(key);
      if (known !== undefined) return known;
      const value: NodeAttribute = { name: 'value', kind: 'tensor', value: { dtype, shape, bytes } };
      const type = typeAttribute('dtype', dtype);
      const name = recorder.add({ op: 'Const', inputs: [], attributes: [type, value], outputs: [{ shape, dtype }] });
      if (key !== null) shared.set(key, name);
      return name;
    },
    execute(op, rawAttributes, ids, count) {
      const inputs = ids.map((id) => recorder.symbol(id));
      const outputs = inferShapes({
        op,
        inputs,
        attributes: attributesByName(rawAttributes),
        outputs: count,
        constant: (input) => constantOf(op, inputs[input], input),
      });
      if (outputs.length !== count) {
        throw new Error(`${op}: its shape function gave ${outputs.length} outputs, the caller wants ${count}`);
      }
      const attributes = rawAttributes.map((raw) => toAttribute(op, raw));
      const call: Call = { op, inputs, outputs, attributes: [...attributes, ...missingTypes(op, attributes, inputs)] };
      return addCall(call).map((symbol) => recorder.handle(symbol));
    },
  };

  const kinds = new Map<number, NodeAttribute['kind']>([
    [binding.TF_ATTR_TYPE ?? -1, 'type'],
    [binding.TF_ATTR_INT ?? -1, 'int'],
    [binding.TF_ATTR_FLOAT ?? -1, 'float'],
    [binding.TF_ATTR_BOOL ?? -1, 'bool'],
    [binding.TF_ATTR_STRING ?? -1, 'string'],
    [binding.TF_ATTR_SHAPE ?? -1, 'shape'],
  ]);

  function toAttribute(op: string, { name, type, value }: RawAttribute): NodeAttribute {
    const kind = kinds.get(type);
    if (!kind) throw new Error(`${op}: the attribute ${name} is of a kind (${type}) that a graph cannot hold yet`);
    return { name, kind, value } as NodeAttribute; // the addon's kind says what the value is
  }

  function addCall(call: Call): TracedTensor[] {
    const simpler = simplify(call, recorder);
    if (simpler.kind === 'known') return [simpler.symbol];
    const cast = options.precision === 'bfloat16' ? castToBfloat16(simpler.call, recorder, shared) : null;
    if (cast) return [cast];
    const { op, inputs, attributes, outputs } = simpler.call;
    const name = recorder.add({ op, inputs: inputs.map((input) => recorder.ref(input)), attributes, outputs });
    return outputs.map((output, i) => ({ ...output, ref: outputRef(name, i) }));
  }

  function materialise({ shape, dtype, values }: TracedTensor): string {
    if (!values) throw new Error('graph: a tensor without a node and without values');
    const uniform = values.length >= FILL_VALUES_MIN ? uniformValue(values) : null;
    if (uniform !== null) {
      const dims = recorder.constant(Int32Array.from(shape), [shape.length], DATA_TYPE.int32);
      const fill = [typeAttribute('T', dtype), typeAttribute('index_type', DATA_TYPE.int32)];
      const value = recorder.constant(values.slice(0, 1), [], dtype);
      return recorder.add({ op: 'Fill', inputs: [dims, value], attributes: fill, outputs: [{ shape, dtype }] });
    }
    if (values.length <= CONSTANT_VALUES_MAX) return recorder.constant(values, shape, dtype);
    throw new ProgramError(
      'trace',
      `a constant of ${values.length} values, shape [${shape}], would be frozen into the graph: feed it as an input, or make it a variable`,
    );
  }

  return recorder;
}

/** Types that some of tfjs's kernels leave out, since an executed operation takes them from its inputs. */
const TYPES_OF_INPUTS: Readonly<Record<string, readonly [name: string, input: number][]>> = {
  ExpandDims: [
    ['T', 0],
    ['Tdim', 1],
  ],
};

function missingTypes(op: string, given: readonly NodeAttribute[], inputs: readonly TracedTensor[]): NodeAttribute[] {
  return (TYPES_OF_INPUTS[op] ?? []).flatMap(([name, input]): NodeAttribute[] => {
    const dtype = inputs[input]?.dtype;
    const isGiven = dtype === undefined || given.some((attribute) => attribute.name === name);
    return isGiven ? [] : [typeAttribute(name, dtype)];
  });
}

function attributesByName(attributes: readonly RawAttribute[]): Record<string, AttributeValue> {
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}

function constantOf(op: string, symbol: TracedTensor | undefined, input: number): number[] {
  if (symbol?.values) return Array.from(symbol.values);
  throw new Error(`${op}: input ${input} decides a shape, so its values must be known while tracing`);
}
