import { type Program, type TracedFunction, tf } from '@assay/engine';
import type { FeedArray } from '../augment/arrays';
import { type Feeds, feedSpecs, toTensors } from './feeds';

/** Something to be looked at between two steps, on the weights that learn: named tensors from feeds of its own. */
export type Look = {
  /** Feeds like those of every call: their names, shapes and types. */
  feeds: Feeds;
  /** Must leave the weights as they are. */
  compute: TracedFunction;
};

/** What a look gave: values in row order. */
export type Seen = { values: Float32Array; shape: number[] };

/** Looks as functions of a program. */
export function lookFunctions(looks: Readonly<Record<string, Look>>) {
  const entries = Object.entries(looks);
  return {
    functions: Object.fromEntries(entries.map(([name, { compute }]) => [name, compute])),
    inputs: Object.fromEntries(entries.map(([name, { feeds }]) => [name, feedSpecs(feeds.arrays)])),
  };
}

/** Takes a look. The outputs are float32. */
export async function takeLook(
  program: Program,
  name: string,
  arrays: Readonly<Record<string, FeedArray>>,
): Promise<Record<string, Seen>> {
  const fed = toTensors(arrays);
  const outputs = program.run(name, fed);
  tf.dispose(fed);
  const seen: Record<string, Seen> = {};
  for (const [output, tensor] of Object.entries(outputs)) {
    seen[output] = { values: Float32Array.from(await tensor.data()), shape: tensor.shape };
    tensor.dispose();
  }
  return seen;
}
