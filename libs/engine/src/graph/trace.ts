import { tf } from '../tf';
import { withRecorder } from './backend';
import { engineInternals, freeingBrokenTape, type NodeBackend, type RawAttribute } from './binding';
import { withTapeBlocks } from './block';
import { ProgramError, userLine } from './errors';
import { withoutHostRandomness, withoutNewVariables } from './guards';
import { liveNodes, type NodeAttribute, nodeOf, typeAttribute } from './nodes';
import { ownMemory } from './ownMemory';
import type { Recorder } from './recorder';
import { DATA_TYPE, type TensorSpec } from './types';

export type InputSpec = { shape: readonly number[]; dtype: 'float32' | 'int32' | 'bool' };
export type TracedFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor> | undefined;

/** A variable of the program in the graph. */
export type GraphVariable = { variable: tf.Variable; spec: TensorSpec; handle: string; read: string };

/** What a traced function is called by. */
export type FunctionSignature = {
  inputs: { name: string; node: string; spec: InputSpec }[];
  outputs: { name: string; node: string }[];
  /** Nodes to ask for: the outputs, or the one that stands for the function's changes when it has none. */
  fetches: string[];
  /** Whether it changes variables. */
  isChanging: boolean;
};

/** The function that is being traced now, as the in-place operations see it. */
export interface Trace {
  /** What products and convolutions compute in. */
  readonly precision: 'float32' | 'bfloat16';
  /** See `update`. */
  update(
    op: string,
    attributes: RawAttribute[],
    variables: readonly tf.Variable[],
    tensors: readonly tf.Tensor[],
  ): void;
  /** See `assertFinite`. */
  assertFinite(scalar: tf.Tensor, what: string): void;
  /** See `barrier`. */
  barrier(tensors: readonly tf.Tensor[], after: tf.Tensor): tf.Tensor[];
}

let current: Trace | undefined;

/** The trace that runs now; undefined while code is executed as usual. */
export function currentTrace(): Trace | undefined {
  return current;
}

type TraceOptions = {
  name: string;
  run: TracedFunction;
  inputs: Record<string, InputSpec>;
  variables: readonly GraphVariable[];
};

/** Records one function on shapes alone. @throws ProgramError naming the function and the caller's line */
export function traceFunction(recorder: Recorder, options: TraceOptions): FunctionSignature {
  const frames = Error.stackTraceLimit;
  // The caller's line lies below many of tfjs's.
  Error.stackTraceLimit = 60;
  try {
    return withRecorder(recorder, (backend) =>
      freeingBrokenTape(() =>
        withoutHostRandomness(() =>
          withoutNewVariables(() =>
            withTapeBlocks(
              (place) => (recorder.place = place),
              () => record(recorder, backend, options),
            ),
          ),
        ),
      ),
    );
  } catch (error) {
    const line = userLine(error instanceof Error ? error.stack : undefined);
    const message = error instanceof Error ? error.message : String(error);
    const kind = error instanceof ProgramError ? error.kind : 'trace';
    throw new ProgramError(kind, `${options.name}${line ? ` (${line})` : ''}: ${message}`, { cause: error });
  } finally {
    current = undefined;
    Error.stackTraceLimit = frames;
  }
}

function record(
  recorder: Recorder,
  backend: NodeBackend,
  { name, run, inputs, variables }: TraceOptions,
): FunctionSignature {
  const state = holdVariables(recorder, backend, variables);
  const refOf = (tensor: tf.Tensor) => {
    const [id] = backend.getInputTensorIds([tensor]);
    const symbol = recorder.symbol(id ?? -1);
    return { ref: recorder.ref(symbol), shape: symbol.shape, dtype: symbol.dtype };
  };
  const tensorOf = (ref: string, { shape, dtype }: TensorSpec) =>
    backend.createOutputTensor({ id: recorder.handle({ ref, shape, dtype }), shape: [...shape], dtype });

  /** Nodes that change variables, and the checks that must pass before. */
  const changes: string[] = [];
  const checks: string[] = [];
  const last = new Map<GraphVariable, string>();
  const lastOf = (variable: GraphVariable) => last.get(variable) ?? variable.read;
  /** Notes a node that changed a variable. Read again, or a later use, such as an average of weights, would see the old value. */
  const changed = (place: GraphVariable, node: string) => {
    const read = addRead(recorder, place, node);
    last.set(place, node);
    state.replace(place, tensorOf(read, place.spec), read);
  };
  /** Writes what `variable.assign` gave it so far; null where that is nothing. */
  const write = (place: GraphVariable): string | null => {
    const { ref } = refOf(place.variable);
    if (state.isUnchanged(place, ref)) return null;
    const inputs = [place.handle, ownMemory(recorder, ref, place.spec), `^${lastOf(place)}`];
    const attributes = [typeAttribute('dtype', place.spec.dtype)];
    const node = recorder.add({ op: 'AssignVariableOp', inputs, attributes });
    changes.push(node);
    return node;
  };

  current = {
    precision: recorder.precision,
    update(op, attributes, targets, tensors) {
      const places = targets.map((target) => state.placeOf(target));
      // An operation in place works on what the variable holds, which must be what it stands for by now.
      for (const place of places) {
        const written = write(place);
        if (written) changed(place, written);
      }
      const node = recorder.add({
        op,
        inputs: [
          ...places.map(({ handle }) => handle),
          ...tensors.map((tensor) => refOf(tensor).ref),
          ...places.map((place) => `^${lastOf(place)}`),
        ],
        attributes: attributes.map((attribute) => updateAttribute(op, attribute, backend)),
      });
      changes.push(node);
      for (const place of places) changed(place, node);
    },
    assertFinite(scalar, what) {
      const { ref, shape, dtype } = refOf(scalar);
      const attributes: NodeAttribute[] = [typeAttribute('T', dtype), { name: 'message', kind: 'string', value: what }];
      checks.push(recorder.add({ op: 'CheckNumerics', inputs: [ref], attributes, outputs: [{ shape, dtype }] }));
    },
    barrier: (tensors, after) => {
      const dependency = `^${nodeOf(refOf(after).ref)}`;
      return tensors.map((tensor) => {
        const { ref, ...spec } = refOf(tensor);
        const attributes = [typeAttribute('T', spec.dtype)];
        const inputs = [ref, dependency];
        return tensorOf(recorder.add({ op: 'Identity', inputs, attributes, outputs: [spec] }), spec);
      });
    },
  };

  try {
    const signature: FunctionSignature = { inputs: [], outputs: [], fetches: [], isChanging: false };
    tf.tidy(() => {
      const given: Record<string, tf.Tensor> = {};
      for (const [input, spec] of Object.entries(inputs)) {
        const placeholder = addPlaceholder(recorder, `${name}_${safeName(input)}`, toTensorSpec(spec));
        signature.inputs.push({ name: input, node: placeholder, spec });
        given[input] = tensorOf(placeholder, toTensorSpec(spec));
      }
      const result = run(given) ?? {};
      if (result instanceof Promise) throw new ProgramError('trace', 'the function is async: a step cannot wait');

      for (const variable of variables) write(variable);
      gateChanges(recorder, changes, checks);

      const after = [...changes, ...checks].map((node) => `^${node}`);
      for (const [output, tensor] of Object.entries(result)) {
        if (!(tensor instanceof tf.Tensor)) throw new ProgramError('trace', `output ${output} is no tensor`);
        const { ref, ...spec } = refOf(tensor);
        const attributes = [typeAttribute('T', spec.dtype)];
        const node = `${name}_out_${safeName(output)}`;
        signature.outputs.push({ name: output, node });
        recorder.add({ op: 'Identity', inputs: [ref, ...after], attributes, outputs: [spec], name: node });
      }
      signature.fetches = signature.outputs.map(({ node }) => node);
      if (signature.fetches.length === 0) signature.fetches = [addDone(recorder, `${name}_done`, after)];
      signature.isChanging = changes.length > 0;
    });
    return signature;
  } finally {
    state.release();
  }
}

/** Puts a symbol under every variable while a function is traced, and the variable's own data back afterwards. */
function holdVariables(recorder: Recorder, backend: NodeBackend, variables: readonly GraphVariable[]) {
  const engine = engineInternals();
  const own = variables.map(({ variable }) => variable.dataId);
  const places = new Map(variables.map((place) => [place.variable, place]));
  const reads = new Map(variables.map((place) => [place, place.read]));
  const held: tf.Tensor[] = [];

  const hold = ({ variable }: GraphVariable, tensor: tf.Tensor) => {
    held.push(tf.keep(tensor));
    backend.incRef(tensor.dataId);
    variable.dataId = tensor.dataId;
  };
  for (const place of variables) {
    const { shape, dtype } = place.spec;
    const id = recorder.handle({ ref: place.read, shape, dtype });
    hold(place, backend.createOutputTensor({ id, shape: [...shape], dtype }));
  }

  return {
    placeOf(variable: tf.Variable): GraphVariable {
      const place = places.get(variable);
      if (place) return place;
      throw new ProgramError('trace', `the variable ${variable.name} is updated, but is not listed in variables`);
    },
    /** Lets the variable stand for a newer value from here on. */
    replace(place: GraphVariable, tensor: tf.Tensor, read: string) {
      engine.disposeTensor(place.variable);
      hold(place, tensor);
      engine.trackTensor(place.variable, backend);
      reads.set(place, read);
    },
    isUnchanged: (place: GraphVariable, ref: string) => reads.get(place) === ref,
    release() {
      for (const [i, { variable }] of variables.entries()) {
        const dataId = own[i];
        if (!dataId) continue;
        engine.disposeTensor(variable);
        variable.dataId = dataId;
        engine.trackTensor(variable, undefined);
      }
      tf.dispose(held);
    },
  };
}

/** Lets no change happen before all checks have passed; a check that itself needs a change cannot hold it back. */
function gateChanges(recorder: Recorder, changes: readonly string[], checks: readonly string[]): void {
  if (checks.length === 0) return;
  const needed = new Set(liveNodes(recorder.nodes, checks));
  const gated = new Set(changes);
  for (const node of recorder.nodes) {
    if (gated.has(node.name) && !needed.has(node)) node.inputs.push(...checks.map((check) => `^${check}`));
  }
}

export function addPlaceholder(recorder: Recorder, name: string, spec: TensorSpec): string {
  return recorder.add({
    op: 'Placeholder',
    name,
    inputs: [],
    attributes: [typeAttribute('dtype', spec.dtype), { name: 'shape', kind: 'shape', value: spec.shape }],
    outputs: [spec],
  });
}

function addRead(recorder: Recorder, { handle, spec }: GraphVariable, after: string): string {
  const attributes = [typeAttribute('dtype', spec.dtype)];
  return recorder.add({ op: 'ReadVariableOp', inputs: [handle, `^${after}`], attributes, outputs: [spec] });
}

/** A node to fetch for its effects alone. */
export function addDone(recorder: Recorder, name: string, after: readonly string[]): string {
  const flag = recorder.constant(Uint8Array.of(1), [], DATA_TYPE.bool);
  const attributes = [typeAttribute('T', DATA_TYPE.bool)];
  const outputs = [{ shape: [], dtype: DATA_TYPE.bool }];
  return recorder.add({ op: 'Identity', inputs: [flag, ...after], attributes, outputs, name });
}

export function toTensorSpec({ shape, dtype }: InputSpec): TensorSpec {
  return { shape, dtype: DATA_TYPE[dtype] };
}

/** The addon splits names at commas and colons. */
export function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.]/g, (letter) => `_x${letter.charCodeAt(0).toString(16)}_`);
}

function updateAttribute(op: string, { name, type, value }: RawAttribute, { binding }: NodeBackend): NodeAttribute {
  if (type === binding.TF_ATTR_TYPE && typeof value === 'number') return typeAttribute(name, value);
  if (type === binding.TF_ATTR_BOOL && typeof value === 'boolean') return { name, kind: 'bool', value };
  throw new ProgramError('trace', `${op}: the attribute ${name} of an update must be a type or a flag`);
}
