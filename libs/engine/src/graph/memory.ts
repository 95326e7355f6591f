import { type GraphNode, liveNodes, nodeOf, outputRef } from './nodes';
import { countValues } from './shapes/call';
import { DATA_TYPE, type TensorSpec } from './types';

/** Operations whose output is their first input's memory. */
export const ALIASES = new Set(['Reshape', 'Identity', 'ExpandDims', 'Squeeze', 'StopGradient', 'CheckNumerics']);
/** Operations that may write over an input nobody else needs. */
const IN_PLACE = new Set(
  (
    'Add AddV2 AddN Sub Mul Div RealDiv Maximum Minimum Neg Exp Log Sqrt Rsqrt Square Relu ReluGrad Erf Tanh Sigmoid ' +
    'BiasAdd Softmax Cast Select SelectV2 SquaredDifference FusedBatchNormV3 FusedBatchNormGradV3'
  ).split(' '),
);

/**
 * Bytes that a function's tensors need at most at one time, without the variables: every tensor lives from its node to
 * its last use, in the order of tracing. TensorFlow may run independent nodes in another order and rounds sizes up, so
 * this is an estimate; a test holds it against measured peaks.
 */
export function estimatePeakBytes(nodes: readonly GraphNode[], roots: readonly string[]): number {
  const live = liveNodes(nodes, roots);
  const owner = new Map<string, string>();
  const bytesOf = new Map<string, number>();
  const lastUse = new Map<string, number>();
  const outputOf = (input: string) => owner.get(input) ?? input;

  for (const [i, { name, op, inputs, outputs }] of live.entries()) {
    const data = inputs.filter((input) => !input.startsWith('^'));
    for (const input of data) lastUse.set(outputOf(input), i);
    const [first] = data;
    if (ALIASES.has(op) && first) owner.set(name, outputOf(first));
    else if (!['Const', 'ReadVariableOp', 'VarHandleOp'].includes(op)) {
      for (const [j, output] of outputs.entries()) bytesOf.set(outputRef(name, j), sizeOf(output));
    }
  }

  let now = 0;
  let peak = 0;
  for (const [i, { name, op, inputs, outputs }] of live.entries()) {
    const dying = new Set(
      inputs
        .filter((input) => !input.startsWith('^'))
        .map(outputOf)
        .filter((output) => lastUse.get(output) === i && bytesOf.has(output)),
    );
    const freed = [...dying].reduce((sum, output) => sum + (bytesOf.get(output) ?? 0), 0);
    const made = outputs.reduce((sum, _, j) => sum + (bytesOf.get(outputRef(name, j)) ?? 0), 0);
    const reused = IN_PLACE.has(op) ? Math.min(freed, made) : 0;
    peak = Math.max(peak, now + made - reused);
    now += made - freed;
    for (const output of dying) bytesOf.delete(output);
    // An output that nobody uses goes at once.
    for (const j of outputs.keys()) {
      const output = outputRef(name, j);
      if (lastUse.has(output) || !bytesOf.has(output) || roots.includes(nodeOf(output))) continue;
      now -= bytesOf.get(output) ?? 0;
      bytesOf.delete(output);
    }
  }
  return peak;
}

/** What TensorFlow's executor, oneDNN's scratch memory and the optimised graph itself take, measured on six models. */
const RUNTIME_BYTES = 100 * 2 ** 20;
/** The allocator's gaps and tensors that outlive their last use a little, as a share of the peak; measured likewise. */
const GAPS = 0.25;

/** By how much a process grows that runs functions of these peaks over variables of this size. */
export function estimateProcessBytes(variableBytes: number, peaks: readonly number[]): number {
  return variableBytes + (1 + GAPS) * Math.max(0, ...peaks) + RUNTIME_BYTES;
}

/** Bytes of a tensor's values. */
export function sizeOf({ shape, dtype }: TensorSpec): number {
  const width =
    dtype === DATA_TYPE.int64
      ? 8
      : dtype === DATA_TYPE.bfloat16
        ? 2
        : dtype === DATA_TYPE.bool || dtype === DATA_TYPE.uint8
          ? 1
          : 4;
  return width * countValues(shape);
}
