import { uniformValue } from './constants';
import { typeAttribute } from './nodes';
import type { Call, Recorder, TracedTensor } from './recorder';
import { isSameShape } from './shapes/call';
import { DATA_TYPE } from './types';

/** What became of an operation: nothing to do, or a call that is at most as expensive. */
export type Simplified = { kind: 'known'; symbol: TracedTensor } | { kind: 'call'; call: Call };

/**
 * Rules that matter for memory. tfjs makes `ones()` and `zeros()` on the host, in the gradients of sums, means and
 * broadcasts; taken as they are, they froze 160 MB of constants into a transformer's step and cost 1 GB of its peak.
 * TensorFlow's own optimiser does the rest better than rules here would.
 */
export function simplify(call: Call, recorder: Recorder): Simplified {
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (input && isIdentity(call)) return { kind: 'known', symbol: sameAs(input, recorder) };
  if (input?.values && output && call.op === 'Reshape') {
    return { kind: 'known', symbol: { ...output, ref: null, values: input.values } };
  }
  return BINARY.has(call.op) ? simplifyBinary(call, recorder) : { kind: 'call', call };
}

const BINARY = new Set(
  (
    'Add AddV2 Sub Mul Div RealDiv DivNoNan Maximum Minimum Pow SquaredDifference ' +
    'Equal NotEqual Less LessEqual Greater GreaterEqual'
  ).split(' '),
);

function isIdentity({ op, inputs, outputs, attributes }: Call): boolean {
  const [input, second] = inputs;
  const [output] = outputs;
  if (!input || !output) return false;
  switch (op) {
    case 'Reshape':
      return isSameShape(input.shape, output.shape);
    case 'Cast':
      return attributes.some(({ name, value }) => name === 'DstT' && value === input.dtype);
    case 'Transpose':
      return second?.values?.every((axis, i) => axis === i) ?? false;
    case 'Tile':
      return second?.values?.every((times) => times === 1) ?? false;
    default:
      return false;
  }
}

function simplifyBinary(call: Call, recorder: Recorder): Simplified {
  const { op, inputs, outputs } = call;
  const [a, b] = inputs;
  const output = outputs[0];
  if (!a || !b || !output) return { kind: 'call', call };
  const right = isSameShape(a.shape, output.shape) ? uniformOf(b) : null;
  if (right !== null) {
    if (isNeutral(op, right, 'right')) return { kind: 'known', symbol: sameAs(a, recorder) };
    return { kind: 'call', call: { ...call, inputs: [a, asScalar(b)] } };
  }
  const left = isSameShape(b.shape, output.shape) ? uniformOf(a) : null;
  if (left !== null) {
    if (isNeutral(op, left, 'left')) return { kind: 'known', symbol: sameAs(b, recorder) };
    return { kind: 'call', call: { ...call, inputs: [asScalar(a), b] } };
  }
  if (op === 'Mul') {
    if (uniformOf(a) === 1 && isSameShape(a.shape, output.shape)) return broadcast(b, call, recorder);
    if (uniformOf(b) === 1 && isSameShape(b.shape, output.shape)) return broadcast(a, call, recorder);
  }
  return { kind: 'call', call };
}

/** Whether the operation gives its other operand back. */
function isNeutral(op: string, value: number, side: 'left' | 'right'): boolean {
  if (op === 'Mul') return value === 1;
  if (op === 'Add' || op === 'AddV2') return value === 0;
  if (side === 'left') return false;
  return op === 'Sub' ? value === 0 : (op === 'Div' || op === 'RealDiv') && value === 1;
}

function broadcast(input: TracedTensor, call: Call, recorder: Recorder): Simplified {
  const [output] = call.outputs;
  if (!output) return { kind: 'call', call };
  const shape: TracedTensor = {
    ref: recorder.constant(Int32Array.from(output.shape), [output.shape.length], DATA_TYPE.int32),
    shape: [output.shape.length],
    dtype: DATA_TYPE.int32,
  };
  const attributes = [typeAttribute('T', input.dtype), typeAttribute('Tidx', DATA_TYPE.int32)];
  return { kind: 'call', call: { op: 'BroadcastTo', inputs: [input, shape], attributes, outputs: call.outputs } };
}

function sameAs(symbol: TracedTensor, recorder: Recorder): TracedTensor {
  // A constant stays one: later operations may need its values.
  if (symbol.values) return { ...symbol };
  return { shape: symbol.shape, dtype: symbol.dtype, ref: recorder.ref(symbol) };
}

const uniforms = new WeakMap<TracedTensor, number | null>();

function uniformOf(symbol: TracedTensor): number | null {
  if (!symbol.values || symbol.dtype === DATA_TYPE.int64) return null;
  let found = uniforms.get(symbol);
  if (found === undefined) {
    found = uniformValue(symbol.values);
    uniforms.set(symbol, found);
  }
  return found;
}

function asScalar(symbol: TracedTensor): TracedTensor {
  if (!symbol.values || symbol.values.length === 1) return symbol;
  return { ref: null, shape: [], dtype: symbol.dtype, values: symbol.values.slice(0, 1) };
}
