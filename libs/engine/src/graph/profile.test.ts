import { expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { conv2d } from '../ops/conv2d';
import { tf } from '../tf';
import { block } from './block';
import { measurePeakFlops, profileFunction } from './profile';
import type { TracedFunction } from './trace';

test('counts products and convolutions by hand-derived numbers, forward and backward, and times them', () => {
  const before = tensorCount();
  const filter = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R4>([3, 3, 2, 4])));
  const weight = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R2>([4 * 64, 10])));
  const variables = [filter, weight];
  const step: TracedFunction = ({ x }) => {
    const { value, grads } = tf.variableGrads(() => {
      const map = block('conv', () => tf.square(conv2d(x as tf.Tensor4D, filter, { stride: 1, padding: 1 })));
      return block('head', () => tf.sum(tf.square(tf.matMul(tf.reshape(map, [5, 4 * 64]), weight)))) as tf.Scalar;
    }, variables);
    for (const variable of variables) variable.assign(tf.sub(variable, tf.mul(grads[variable.name] as tf.Tensor, 0.1)));
    return { value };
  };
  const x = tf.ones([5, 8, 8, 2]);
  const profile = profileFunction(
    step,
    { variables, inputs: { x: { shape: [5, 8, 8, 2], dtype: 'float32' } } },
    { x },
    { rounds: 2 },
  );
  const of = (name: string, phase: string) => profile.find((row) => row.block === name && row.phase === phase);
  const convolution = 2 * (5 * 8 * 8 * 4) * 3 * 3 * 2;
  const product = 2 * 5 * (4 * 64) * 10;
  expect(of('conv', 'forward')?.flops).toBe(convolution);
  // No gradient into the picture: only the filter's.
  expect(of('conv', 'backward')?.flops).toBe(convolution);
  expect(of('head', 'forward')?.flops).toBe(product);
  expect(of('head', 'backward')?.flops).toBe(2 * product);
  // The convolution's result, for its square's slope; its square, for the product's; the product, for its own square's.
  expect(of('conv', 'forward')?.keptBytes).toBe(2 * 4 * 5 * 8 * 8 * 4);
  expect(of('head', 'forward')?.keptBytes).toBe(4 * 5 * 10);
  for (const row of profile) expect(row.milliseconds).toBeGreaterThanOrEqual(0);
  expect(of('conv', 'forward')?.milliseconds).toBeGreaterThan(0);
  // Nothing was trained.
  expect(filter.dataSync()[0]).toBe(1);
  tf.dispose([x, ...variables]);
  expect(tensorCount()).toBe(before);
});

test('the peak of products is at least that of one slow core', () => {
  expect(measurePeakFlops({ side: 512, rounds: 8 })).toBeGreaterThan(2e9);
});
