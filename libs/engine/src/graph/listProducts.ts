import { withPlainConvolutions } from '../ops/fastConvolution/choose';
import { buildGraph } from './build';
import { flopsOf } from './flops';
import { type GraphNode, liveNodes, nodeOf, outputRef } from './nodes';
import type { ProgramOptions } from './program';
import type { TracedFunction } from './trace';
import type { Shape } from './types';

/** A matrix product or a convolution of a model. */
export type Product = {
  /** Place of the weight among the variables; undefined for a product of two computed tensors, as in attention. */
  weight: number | undefined;
  /** Where in the model: `blocks.3/attn`. */
  block: string;
  output: Shape;
  multiplyAdds: number;
};

/** Operations that a weight may go through before it is multiplied with. */
const PASSED_THROUGH = new Set(['Reshape', 'Transpose', 'Identity', 'Cast', 'ExpandDims', 'Squeeze']);

/**
 * All products and convolutions of a function in their order, counted as plain ones whatever computes them. The function is
 * traced on shapes alone, so nothing is computed.
 */
export function listProducts(
  run: TracedFunction,
  { variables, inputs }: Pick<ProgramOptions, 'variables'> & { inputs: NonNullable<ProgramOptions['inputs']>[string] },
): Product[] {
  const graph = withPlainConvolutions(() => buildGraph({ step: run }, { variables, inputs: { step: inputs } }));
  const nodes = liveNodes(graph.nodes, graph.signatures.get('step')?.fetches ?? []);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const places = new Map(graph.variables.map(({ read }, place) => [read, place]));
  const shapes = new Map(
    nodes.flatMap(({ name, outputs }) => outputs.map(({ shape }, i): [string, Shape] => [outputRef(name, i), shape])),
  );
  return nodes.flatMap((node) => {
    const multiplyAdds = flopsOf(node, (input) => shapes.get(input) ?? []) / 2;
    if (multiplyAdds === 0) return [];
    const weight = node.inputs.map((input) => places.get(sourceOf(input, byName))).find((place) => place !== undefined);
    return [{ weight, block: node.place.block, output: node.outputs[0]?.shape ?? [], multiplyAdds }];
  });
}

/** The node that a tensor's values come from, before they were only turned or cast. */
function sourceOf(input: string, byName: ReadonlyMap<string, GraphNode>): string {
  const node = byName.get(nodeOf(input));
  const [first] = node?.inputs ?? [];
  return node && first !== undefined && PASSED_THROUGH.has(node.op) ? sourceOf(first, byName) : nodeOf(input);
}
