import { nodeOf, typeAttribute } from './nodes';
import type { Recorder } from './recorder';
import type { TensorSpec } from './types';

/** Operations that may give out their input's memory, or a part of it, instead of memory of their own. */
const PASSES_ON = new Set([
  ...['Identity', 'StopGradient', 'PreventGradient', 'CheckNumerics', 'Cast', 'Bitcast'],
  ...['Reshape', 'ExpandDims', 'Squeeze', 'BroadcastTo', 'Tile', 'Transpose', 'ReverseV2', 'Roll'],
  ...['SpaceToDepth', 'DepthToSpace', 'SpaceToBatchND', 'BatchToSpaceND'],
  ...['Slice', 'StridedSlice', 'Pad', 'PadV2', 'MirrorPad'],
  ...['Split', 'SplitV', 'Unpack', 'Pack', 'ConcatV2'],
]);

/**
 * What a variable may be set to: the value itself, or a copy where the value may lie in memory that JavaScript owns, as
 * everything does that is fed. A variable keeps its memory beyond the run and gives it back in one of TensorFlow's
 * threads, and JavaScript's must be given back in its own thread: otherwise its heap is damaged, now and then, and some
 * time later the process ends by a signal.
 *
 * @returns the node to assign
 */
export function ownMemory(recorder: Recorder, ref: string, spec: TensorSpec): string {
  if (!mayBeFed(recorder, ref)) return ref;
  return recorder.add({
    op: 'DeepCopy',
    inputs: [ref],
    attributes: [typeAttribute('T', spec.dtype)],
    outputs: [spec],
  });
}

function mayBeFed(recorder: Recorder, ref: string): boolean {
  const seen = new Set<string>();
  const waiting = [nodeOf(ref)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = seen.has(name) ? undefined : recorder.node(name);
    if (!node) continue;
    seen.add(name);
    if (node.op === 'Placeholder') return true;
    if (PASSES_ON.has(node.op)) waiting.push(...node.inputs.filter((input) => !input.startsWith('^')).map(nodeOf));
  }
  return false;
}
