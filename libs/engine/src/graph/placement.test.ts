import { expect, test, vi } from 'vitest';
import { attribute } from '../native';
import * as simd from '../simd';
import { tf } from '../tf';
import { eagerBackend } from './binding';
import { buildGraph } from './build';
import { compileProgram } from './program';
import { encodeSavedModel } from './proto';
import type { TracedFunction } from './trace';
import { assertFinite, update } from './update';

function withStep(use: (step: TracedFunction, w: tf.Variable<tf.Rank.R2>) => void): void {
  const w = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R2>([2, 2])));
  const step: TracedFunction = ({ x }) => {
    const { value, grads } = tf.variableGrads(
      () => tf.sum(tf.square(tf.matMul(x as tf.Tensor2D, w))) as tf.Scalar,
      [w],
    );
    assertFinite(value, 'the loss');
    const gradient = grads[w.name];
    if (gradient)
      update('ResourceApplyGradientDescent', [attribute.type('T', 'float32')], [w], [tf.scalar(0.1), gradient]);
    return { loss: value };
  };
  try {
    use(step, w);
  } finally {
    w.dispose();
  }
}

const INPUTS = { step: { x: { shape: [3, 2], dtype: 'float32' } } } as const;

test('on a GPU the variables, their reads and their updates are all placed there, and only scalars come back', () => {
  withStep((step, w) => {
    const device = '/device:GPU:0';
    const { nodes, signatures } = buildGraph({ step }, { inputs: INPUTS, variables: [w], device });
    const placed = (op: string) => nodes.filter((node) => node.op === op).map((node) => node.device);
    for (const op of ['VarHandleOp', 'ReadVariableOp', 'ResourceApplyGradientDescent', 'MatMul', 'BatchMatMulV2']) {
      expect(
        placed(op).every((where) => where === device),
        op,
      ).toBe(true);
    }
    expect(placed('VarHandleOp')).toHaveLength(1);
    // What is fed is the host's; TensorFlow copies it over.
    expect(placed('Placeholder').every((where) => where === '')).toBe(true);
    expect(signatures.get('step')?.outputs.map(({ name }) => name)).toEqual(['loss']);
    const bytes = encodeSavedModel(nodes).toString('latin1');
    expect(bytes.split(device)).toHaveLength(nodes.filter((node) => node.device === device).length + 1);
  });
});

test('an operation without a GPU kernel stays on the host', () => {
  const run: TracedFunction = ({ x }) => {
    const scores = tf.tensor1d([0.9, 0.8, 0.7]);
    const boxes = tf.concat([x as tf.Tensor2D, tf.add(x as tf.Tensor2D, 1)], 1) as tf.Tensor2D;
    return { kept: tf.image.nonMaxSuppressionPadded(boxes, scores, 2, 0.5, 0, true).selectedIndices as tf.Tensor };
  };
  const { nodes } = buildGraph({ run }, { inputs: { run: INPUTS.step }, variables: [], device: '/device:GPU:0' });
  expect(nodes.find(({ op }) => op === 'NonMaxSuppressionV4')?.device).toBe('/device:CPU:0');
});

test('TensorFlow takes the device string: the CPU’s runs, a GPU that is not there is refused by name', () => {
  withStep((step, w) => {
    const program = compileProgram({ step }, { inputs: INPUTS, variables: [w], device: '/device:CPU:0' });
    program.init();
    const x = tf.ones([3, 2]);
    const { loss } = program.run('step', { x });
    expect(loss?.dataSync()[0]).toBe(24);
    tf.dispose([x, loss as tf.Tensor]);
    program.close();
    if (eagerBackend().binding.isUsingGpuDevice()) return;
    expect(() => {
      const other = compileProgram({ step }, { inputs: INPUTS, variables: [w], device: '/device:GPU:0' });
      try {
        other.init();
      } finally {
        other.close();
      }
    }).toThrow(/GPU:0/);
  });
});

test('bfloat16 is refused with the reason where the processor has none', () => {
  withStep((step, w) => {
    const found = vi.spyOn(simd, 'readSimd').mockReturnValue(['avx2', 'sse4_2']);
    expect(() => compileProgram({ step }, { inputs: INPUTS, variables: [w], precision: 'bfloat16' })).toThrow(
      /bfloat16 needs a processor with avx512_bf16 or amx_bf16, or a GPU; this one has avx2, sse4_2: use float32/,
    );
    found.mockRestore();
  });
});
