import { beforeAll, expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { EngineError } from '../loadAddon';
import { openEngine } from '../openEngine';
import { relativeError } from '../testing/gradients';
import { tf } from '../tf';
import { buildGraph } from './build';
import { createEagerProgram } from './eagerProgram';
import { inLanes } from './lanes';
import { compileProgram } from './program';
import type { TracedFunction } from './trace';

beforeAll(() => void openEngine({ threads: 2, lanes: 2 }));

/** A hidden layer on each picture, and its gradients. */
function createStep(count: number) {
  const w = tf.tidy(() => tf.variable(tf.randomNormal<tf.Rank.R2>([6, 4], 0, 1, 'float32', 1)));
  const x = tf.randomNormal<tf.Rank.R2>([count, 6], 0, 1, 'float32', 2);
  const scale = tf.range(1, count + 1);
  const layer = (x: tf.Tensor2D, scale: tf.Tensor1D) =>
    tf.mul<tf.Tensor2D>(tf.tanh(tf.matMul(x, w)), tf.expandDims(scale, 1));
  const step: TracedFunction = ({ x, scale }) => {
    const inputs = { x: x as tf.Tensor2D, scale: scale as tf.Tensor1D };
    // Twice, one within the other: the inner ones are in a lane already.
    const run = () => inLanes(inputs, (outer) => inLanes(outer, ({ x, scale }) => layer(x, scale)));
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(run())), [w]);
    return { y: run(), loss: value, gradient: grads[w.name] ?? value };
  };
  const spec = { x: { shape: x.shape, dtype: 'float32' }, scale: { shape: [count], dtype: 'float32' } } as const;
  const options = { variables: [w], inputs: { step: spec } };
  return { step, options, feeds: { x, scale }, dispose: () => tf.dispose([w, x, scale]) };
}

test.each([1, 2, 5, 8])('in lanes a batch of %i gives what it gives as a whole', (count) => {
  const before = tensorCount();
  const { step, options, feeds, dispose } = createStep(count);
  const outcomes = [createEagerProgram, compileProgram].map((create) => {
    const program = create({ step }, options);
    program.init();
    const outputs = program.run('step', feeds);
    const found = Object.entries(outputs).map(([name, tensor]) => ({ name, values: tensor.dataSync().slice() }));
    tf.dispose(outputs);
    program.close();
    return found;
  });
  const [executed, compiled] = outcomes;
  for (const [i, { name, values }] of (compiled ?? []).entries()) {
    const wanted = executed?.[i]?.values ?? [];
    expect(values.length, name).toBe(wanted.length);
    expect(relativeError(values as Float32Array, Array.from(wanted)), name).toBeLessThan(1e-6);
  }
  dispose();
  expect(tensorCount()).toBe(before);
});

test('operations of a lane wait for their own lane alone', () => {
  const { step, options, dispose } = createStep(8);
  const { nodes } = buildGraph({ step }, options);
  const laneOf = new Map(nodes.map(({ name, place }) => [name, place.lane]));
  expect(new Set(laneOf.values())).toEqual(new Set([undefined, 0, 1]));
  for (const { place, inputs } of nodes) {
    for (const input of inputs.filter((input) => input.startsWith('^'))) {
      expect([undefined, place.lane]).toContain(laneOf.get(input.slice(1)));
    }
  }
  dispose();
});

test('the engine says its lanes, and refuses others', () => {
  const engine = openEngine({ lanes: 2 });
  expect(engine.lanes).toBe(2);
  expect(engine.identity).toMatch(/threads=2 lanes=2$/);
  expect(() => openEngine({ lanes: 1 })).toThrow(EngineError);
});
