import { type NodeAttribute, typeAttribute } from './nodes';
import type { Call, Recorder, TracedTensor } from './recorder';
import { DATA_TYPE, type Shape } from './types';

/** The operations that are worth it, and which of their inputs are numbers (the others are shapes). */
const CAST_INPUTS: Record<string, readonly number[]> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
};

let isKept = false;

/** Products and convolutions that `run` makes stay in float32, whatever the program's precision. */
export function keepFloat32<T>(run: () => T): T {
  const before = isKept;
  isKept = true;
  try {
    return run();
  } finally {
    isKept = before;
  }
}

/**
 * Runs a product or a convolution in bfloat16: its operands are rounded to it, sums stay in float32 inside the kernel,
 * the result is rounded and widened again. All else, and every weight, stays float32.
 *
 * @param shared names of casts that were made before, so that an operand is rounded once
 * @returns null when the operation is not one of these, or is kept in float32
 */
export function castToBfloat16(call: Call, recorder: Recorder, shared: Map<string, string>): TracedTensor | null {
  const casts = CAST_INPUTS[call.op];
  const [output] = call.outputs;
  if (isKept || !casts || !output || output.dtype !== DATA_TYPE.float32) return null;

  const inputs = call.inputs.map((input, i) => {
    const ref = recorder.ref(input);
    if (!casts.includes(i)) return ref;
    const key = `bfloat16|${ref}`;
    const known = shared.get(key) ?? cast(recorder, ref, input.shape, 'narrow');
    shared.set(key, known);
    return known;
  });
  const attributes = call.attributes.map(
    (attribute): NodeAttribute => (attribute.name === 'T' ? typeAttribute('T', DATA_TYPE.bfloat16) : attribute),
  );
  const narrow = { shape: output.shape, dtype: DATA_TYPE.bfloat16 };
  const name = recorder.add({ op: call.op, inputs, attributes, outputs: [narrow] });
  return { ...output, ref: cast(recorder, name, output.shape, 'widen') };
}

function cast(recorder: Recorder, ref: string, shape: Shape, direction: 'narrow' | 'widen'): string {
  const [from, to] =
    direction === 'narrow' ? [DATA_TYPE.float32, DATA_TYPE.bfloat16] : [DATA_TYPE.bfloat16, DATA_TYPE.float32];
  const attributes: NodeAttribute[] = [
    typeAttribute('SrcT', from),
    typeAttribute('DstT', to),
    { name: 'Truncate', kind: 'bool', value: false },
  ];
  return recorder.add({ op: 'Cast', inputs: [ref], attributes, outputs: [{ shape, dtype: to }] });
}
