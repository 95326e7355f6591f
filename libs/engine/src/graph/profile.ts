import { tf } from '../tf';
import { withTapeBlocks } from './block';
import { buildGraph } from './build';
import { createEagerProgram } from './eagerProgram';
import { flopsOf } from './flops';
import { ALIASES, sizeOf } from './memory';
import { type GraphNode, liveNodes, outputRef, type Place } from './nodes';
import type { ProgramOptions } from './program';
import type { TracedFunction } from './trace';
import type { Shape, TensorSpec } from './types';
import { watchOperations } from './watchOperations';

/** What one block of a model costs, in one of its two directions. */
export type BlockProfile = Place & {
  /** Median over the rounds of the time in the block's operations, executed one by one. */
  milliseconds: number;
  operations: number;
  /** Of products and convolutions. */
  flops: number;
  /** Results of the forward pass that are kept for the gradient; 0 for `backward`. */
  keptBytes: number;
};

/**
 * Costs of a function block by block. Time is measured on the same operations executed one by one, since TensorFlow
 * does not tell the times inside a compiled run; counts come from the graph.
 *
 * @param depth blocks are named to this depth: 1 gives `blocks.3`, 2 gives `blocks.3/attn`
 */
export function profileFunction(
  run: TracedFunction,
  { variables, inputs }: Pick<ProgramOptions, 'variables'> & { inputs: NonNullable<ProgramOptions['inputs']>[string] },
  feeds: Readonly<Record<string, tf.Tensor>>,
  { rounds = 5, depth = 1 }: { rounds?: number; depth?: number } = {},
): BlockProfile[] {
  const profiles = new Map<string, BlockProfile>();
  const profileOf = ({ block: path, phase }: Place): BlockProfile => {
    const block = path.split('/').slice(0, depth).join('/');
    const key = `${block}|${phase}`;
    const known = profiles.get(key) ?? { block, phase, milliseconds: 0, operations: 0, flops: 0, keptBytes: 0 };
    profiles.set(key, known);
    return known;
  };

  const graph = buildGraph({ step: run }, { variables, inputs: { step: inputs } });
  const nodes = liveNodes(graph.nodes, graph.signatures.get('step')?.fetches ?? []);
  const specs = specsByOutput(nodes);
  const shapeOf = (input: string): Shape => specs.get(input)?.shape ?? [];
  for (const node of nodes) {
    const profile = profileOf(node.place);
    profile.operations++;
    profile.flops += flopsOf(node, shapeOf);
  }
  for (const [place, bytes] of keptBytes(nodes, specs)) profileOf(place).keptBytes += bytes;

  const stop = new Error('profiled');
  const untrained: TracedFunction = (given) => {
    run(given);
    // Takes back what the step has assigned.
    throw stop;
  };
  const program = createEagerProgram({ step: untrained }, { variables, inputs: { step: inputs } });
  const runOnce = () => {
    try {
      program.run('step', feeds);
    } catch (error) {
      if (error !== stop) throw error;
    }
  };
  const times = new Map<BlockProfile, number[]>();
  for (let round = 0; round < rounds; round++) {
    const sums = timeRound(runOnce, profileOf);
    for (const [profile, time] of sums) times.set(profile, [...(times.get(profile) ?? []), time]);
  }
  for (const [profile, all] of times) profile.milliseconds = median(all);
  return [...profiles.values()];
}

/** Time in operations by block, of one execution. */
function timeRound(run: () => void, profileOf: (place: Place) => BlockProfile): Map<BlockProfile, number> {
  const sums = new Map<BlockProfile, number>();
  let now = profileOf({ block: '', phase: 'forward' });
  withTapeBlocks(
    (place) => {
      now = profileOf(place);
    },
    () =>
      watchOperations((_, execute) => {
        const startedAt = performance.now();
        const outputs = execute();
        sums.set(now, (sums.get(now) ?? 0) + performance.now() - startedAt);
        return outputs;
      }, run),
  );
  return sums;
}

/** Bytes that cross from the forward pass to the backward pass, by the place that made them. */
function keptBytes(nodes: readonly GraphNode[], specs: ReadonlyMap<string, TensorSpec>): [Place, number][] {
  const byOutput = new Map(
    nodes.flatMap((node) => node.outputs.map((_, i): [string, GraphNode] => [outputRef(node.name, i), node])),
  );
  const sourceOf = (output: string): string => {
    const node = byOutput.get(output);
    const [input] = node?.inputs ?? [];
    return node && input && ALIASES.has(node.op) ? sourceOf(input) : output;
  };
  const kept = new Set<string>();
  for (const { place, inputs } of nodes) {
    if (place.phase !== 'backward') continue;
    for (const input of inputs) if (!input.startsWith('^')) kept.add(sourceOf(input));
  }
  return [...kept].flatMap((output): [Place, number][] => {
    const node = byOutput.get(output);
    const spec = specs.get(output);
    const isKept = node?.place.phase === 'forward' && !['Const', 'ReadVariableOp', 'Placeholder'].includes(node.op);
    return node && spec && isKept ? [[node.place, sizeOf(spec)]] : [];
  });
}

function specsByOutput(nodes: readonly GraphNode[]): Map<string, TensorSpec> {
  return new Map(
    nodes.flatMap(({ name, outputs }) => outputs.map((spec, i): [string, TensorSpec] => [outputRef(name, i), spec])),
  );
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Best rate of float32 products of large square matrices at the engine's threads, in floating-point operations a second. */
export function measurePeakFlops({ side = 1024, rounds = 8 }: { side?: number; rounds?: number } = {}): number {
  const a = tf.tidy(() => tf.randomNormal<tf.Rank.R2>([side, side]));
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const product = tf.matMul(a, a);
    product.dataSync();
    best = Math.max(best, (2 * side ** 3) / ((performance.now() - startedAt) / 1000));
    product.dispose();
  }
  a.dispose();
  return best;
}
