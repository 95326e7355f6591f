import { expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { tf } from '../tf';
import { block } from './block';
import { describeNonFinite, findNonFinite } from './findNonFinite';
import { compileProgram } from './program';
import type { TracedFunction } from './trace';
import { assertFinite, NotFiniteError } from './update';

function setUp() {
  const w = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])));
  const step: TracedFunction = ({ x }) => {
    const { value, grads } = tf.variableGrads(() => {
      const h = block('stem', () => tf.mul(x as tf.Tensor, w));
      const logged = block('head', () => tf.log(h));
      return tf.sum(tf.sqrt(tf.square(logged))) as tf.Scalar;
    }, [w]);
    assertFinite(value, 'the loss');
    const gradient = grads[w.name];
    if (gradient) w.assign(tf.sub(w, gradient));
    return { loss: value };
  };
  return { w, step };
}

test('names the operation, the block and the line, after the compiled step has failed, and changes nothing', () => {
  const before = tensorCount();
  const { w, step } = setUp();
  const program = compileProgram(
    { step },
    { inputs: { step: { x: { shape: [3], dtype: 'float32' } } }, variables: [w] },
  );
  program.init();
  const x = tf.tensor1d([1, -1, 1]);
  expect(() => program.run('step', { x })).toThrow(NotFiniteError);
  const found = findNonFinite(step, { variables: [w] }, { x });
  expect(found).toMatchObject({
    operation: 'Log',
    value: 'NaN',
    count: 1,
    shape: [3],
    place: { block: 'head', phase: 'forward' },
  });
  expect(found && describeNonFinite(found)).toMatch(
    /^Log is the first to give NaN \(output \[3\], 1 of 3 values\) in head at findNonFinite\.test\.ts:\d+$/,
  );
  expect(Array.from(w.dataSync())).toEqual([1, 2, 3]);
  tf.dispose(x);
  program.close();
  w.dispose();
  expect(tensorCount()).toBe(before);
});

test('finds what goes wrong in the gradient alone', () => {
  const { w, step } = setUp();
  // log(1) = 0, whose square root has an infinite slope.
  const x = tf.tensor1d([1, 1, 1]);
  const found = findNonFinite(step, { variables: [w] }, { x });
  x.dispose();
  expect(found?.place.phase).toBe('backward');
  expect(Array.from(w.dataSync())).toEqual([1, 2, 3]);
  w.dispose();
});

test('a feed or a variable that is not finite, and a step where all is well', () => {
  const { w, step } = setUp();
  tf.tidy(() => {
    const fed = findNonFinite(step, { variables: [w] }, { x: tf.tensor1d([1, Number.POSITIVE_INFINITY, 1]) });
    expect(fed && describeNonFinite(fed)).toBe('the feed x [3] holds Infinity, 1 of 3 values before the step');
    expect(findNonFinite(step, { variables: [w] }, { x: tf.tensor1d([2, 3, 4]) })).toBeNull();
  });
  w.dispose();
});
