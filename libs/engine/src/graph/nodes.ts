import type { Shape, TensorSpec } from './types';

/** An attribute of a node, with the kind that decides its encoding. */
export type NodeAttribute =
  | { name: string; kind: 'type' | 'int' | 'float'; value: number | readonly number[] }
  | { name: string; kind: 'bool'; value: boolean | readonly boolean[] }
  | { name: string; kind: 'string'; value: string }
  | { name: string; kind: 'shape'; value: Shape }
  | { name: string; kind: 'shapes'; value: readonly Shape[] }
  | { name: string; kind: 'tensor'; value: { dtype: number; shape: Shape; bytes: Uint8Array } };

/** Where in the model a node was made: `blocks.3/attn`, whether for the loss or for its gradient, and in which lane. */
export type Place = { block: string; phase: 'forward' | 'backward'; lane?: number | undefined };

/** One operation of a graph. */
export type GraphNode = {
  name: string;
  op: string;
  /** `node`, `node:1` for a second output, `^node` to run after it. */
  inputs: string[];
  attributes: NodeAttribute[];
  /** Empty for an operation that gives no tensor of a known shape. */
  outputs: readonly TensorSpec[];
  place: Place;
  /** TensorFlow's device string; empty leaves the choice to TensorFlow. */
  device: string;
};

/** The node that an input string names. */
export function nodeOf(input: string): string {
  return input.replace(/^\^|:\d+$/g, '');
}

/** How a node's output is named as an input. */
export function outputRef(node: string, output: number): string {
  return output === 0 ? node : `${node}:${output}`;
}

/** An attribute that names a tensor's type. */
export function typeAttribute(name: string, dtype: number): NodeAttribute {
  return { name, kind: 'type', value: dtype };
}

/** The nodes that some root needs, in their order. */
export function liveNodes(nodes: readonly GraphNode[], roots: readonly string[]): GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const live = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (live.has(name)) continue;
    live.add(name);
    const node = byName.get(name);
    if (!node) throw new Error(`graph: there is no node ${name}`);
    waiting.push(...node.inputs.map(nodeOf));
  }
  return nodes.filter(({ name }) => live.has(name));
}
