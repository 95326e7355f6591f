import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eagerBackend, type RawTensor } from './binding';
import { ProgramError } from './errors';
import type { GraphNode } from './nodes';
import { encodeSavedModel, SERVE_TAG } from './proto';
import { NotFiniteError } from './update';

/** A graph that TensorFlow has loaded, with its variables' values. */
export interface Session {
  /** @param feeds handles of tensors by placeholder @returns one tensor an output, in order */
  run(feeds: readonly { node: string; id: number }[], outputs: readonly string[]): RawTensor[];
  close(): void;
  readonly stats: { writeMs: number; loadMs: number; fileBytes: number };
}

/** Loads a graph into a session of its own. @throws ProgramError with TensorFlow's own words */
export function openSession(nodes: readonly GraphNode[]): Session {
  const { binding } = eagerBackend();
  const writtenFrom = performance.now();
  // The addon loads from a folder alone; TensorFlow keeps nothing of it afterwards.
  const folder = mkdtempSync(join(tmpdir(), 'assay-program-'));
  try {
    const bytes = encodeSavedModel(nodes);
    writeFileSync(join(folder, 'saved_model.pb'), bytes);
    const loadedFrom = performance.now();
    const id = call('load', nodes, () => binding.loadSavedModel(folder, SERVE_TAG));
    const stats = {
      writeMs: loadedFrom - writtenFrom,
      loadMs: performance.now() - loadedFrom,
      fileBytes: bytes.length,
    };
    return {
      stats,
      run: (feeds, outputs) =>
        call('run', nodes, () =>
          binding.runSavedModel(
            id,
            feeds.map((feed) => feed.id),
            feeds.map(({ node }) => node).join(),
            outputs.join(),
          ),
        ),
      close: () => binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function call<T>(what: 'load' | 'run', nodes: readonly GraphNode[], native: () => T): T {
  try {
    return native();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // CheckNumerics puts what was checked first: "the loss : Tensor had NaN values".
    const failed = /([^\n]*?) : Tensor had (?:NaN|Inf|-Inf|\+Inf)/.exec(message);
    if (failed) throw new NotFiniteError(lastWords(failed[1] ?? ''), { cause: error });
    const text = `TensorFlow could not ${what} the program: ${message}${describeNode(message, nodes)}`;
    throw new ProgramError('native', text, { cause: error });
  }
}

function lastWords(text: string): string {
  return text.replace(/^.*(?:error: |\}\} |: )/, '').trim();
}

/** Nodes have numbers for names; the operation and its place in the model say more. */
function describeNode(message: string, nodes: readonly GraphNode[]): string {
  const name = /\{\{node ([^}]+)\}\}/.exec(message)?.[1];
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) return '';
  const { op, place, inputs } = node;
  return ` (${op} of ${inputs.length} inputs${place.block ? ` in ${place.block}, ${place.phase}` : ''})`;
}
