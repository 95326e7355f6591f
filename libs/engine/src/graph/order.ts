import { ALIASES, sizeOf } from './memory';
import { type GraphNode, nodeOf } from './nodes';

/**
 * Operations of the backward pass whose order decides how long large tensors live. A weight's gradient is nobody's
 * input: TensorFlow would put it off until the end, and keep all that it needs.
 */
const BACKWARD = new Set(
  (
    'MatMul BatchMatMulV2 Conv2DBackpropInput Conv2DBackpropFilter DepthwiseConv2dNativeBackpropInput ' +
    'DepthwiseConv2dNativeBackpropFilter BiasAddGrad FusedBatchNormGradV3 Sum'
  ).split(' '),
);
/** Operations of the forward pass that can wait for another without losing one of TensorFlow's fusions. */
const FORWARD = new Set(['Mean', 'Softmax', 'BatchMatMulV2', 'FusedBatchNormV3', 'MaxPool', 'Transpose', 'Sum']);
/** Tensors below this size may live as long as they like. */
const LARGE_BYTES = 64 * 1024;

/**
 * Lets a step run in the order in which it was traced where that saves memory, by control inputs: each large operation
 * of the backward pass after the one before; and what the forward pass computes for the gradient alone, such as an
 * activation's slope, before the pass goes on. TensorFlow would do the latter last of all, when everything is kept.
 * Lanes do not wait for each other.
 *
 * @param nodes of one function, in the order of tracing
 */
export function orderForMemory(nodes: readonly GraphNode[]): void {
  const forGradient = gradientOnly(nodes);
  const lanes = new Map<number | undefined, { waiting: string[]; last?: string }>();
  for (const node of nodes) {
    const lane = lanes.get(node.place.lane) ?? { waiting: [] };
    lanes.set(node.place.lane, lane);
    if (node.place.phase === 'backward') {
      if (!BACKWARD.has(node.op)) continue;
      if (lane.last) runAfter(node, [lane.last]);
      lane.last = node.name;
    } else if (forGradient.has(node)) {
      lane.waiting.push(node.name);
    } else if (lane.waiting.length > 0 && FORWARD.has(node.op)) {
      runAfter(node, lane.waiting);
      lane.waiting = [];
    }
  }
}

function runAfter(node: GraphNode, others: readonly string[]): void {
  for (const other of others) if (!node.inputs.includes(`^${other}`)) node.inputs.push(`^${other}`);
}

/** Large results of the forward pass that only the backward pass uses. */
function gradientOnly(nodes: readonly GraphNode[]): Set<GraphNode> {
  const usedInForward = new Set<string>();
  // Backwards, so that an alias is known to be used before its source is asked about.
  for (const { name, op, place, inputs } of [...nodes].reverse()) {
    if (place.phase === 'backward' || (ALIASES.has(op) && !usedInForward.has(name))) continue;
    for (const input of inputs) usedInForward.add(nodeOf(input));
  }
  return new Set(
    nodes.filter(
      ({ name, op, place, outputs }) =>
        place.phase === 'forward' &&
        !usedInForward.has(name) &&
        !ALIASES.has(op) &&
        outputs.some((output) => sizeOf(output) >= LARGE_BYTES),
    ),
  );
}
